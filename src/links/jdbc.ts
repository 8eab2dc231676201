/** What is wrong with a JDBC URL: TLS not asked for, or its certificate not checked; undefined where nothing is. */
export function jdbcProblem(url: string): { seen: string; wanted: string } | undefined {
  const has = (setting: RegExp) => setting.test(url);
  if (/^jdbc:sqlserver:/i.test(url)) {
    if (has(/;\s*trustServerCertificate\s*=\s*true/i)) return { seen: "trusts every certificate", wanted: "trustServerCertificate=false" };
    return has(/;\s*encrypt\s*=\s*(true|strict)/i)
      ? undefined
      : { seen: "does not ask for TLS", wanted: "encrypt=true;trustServerCertificate=false" };
  }
  if (/^jdbc:(mysql|mariadb):/i.test(url)) {
    if (has(/[?&]trustServerCertificate=true/i)) return { seen: "trusts every certificate", wanted: "no trustServerCertificate" };
    return has(/[?&](useSSL=true|sslMode=(VERIFY_CA|VERIFY_IDENTITY|REQUIRED))/i)
      ? undefined
      : { seen: "does not ask for TLS", wanted: "useSSL=true&requireSSL=true" };
  }
  if (/^jdbc:postgresql:/i.test(url))
    return has(/[?&]sslmode=(verify-ca|verify-full)/i)
      ? undefined
      : { seen: "does not check the certificate", wanted: "sslmode=verify-full" };
  return undefined;
}
