import l1BrowserAuthHost from "./L1-browser-auth-host";
import l1BrowserAuthPe from "./L1-browser-auth-pe";
import l1DeleteLock from "./L1-delete-lock";
import l1Diagnostics from "./L1-diagnostics";
import l1DnsZoneLinked from "./L1-dns-zone-linked";
import l1EscAutoUpdate from "./L1-esc-auto-update";
import l1EscCsp from "./L1-esc-csp";
import l1EscMonitoring from "./L1-esc-monitoring";
import l1EverythingRead from "./L1-everything-read";
import l1FrontendPe from "./L1-frontend-pe";
import l1IpAclEnabled from "./L1-ip-acl-enabled";
import l1IpAclNoAny from "./L1-ip-acl-no-any";
import l1LogRetention from "./L1-log-retention";
import l1NoAllUsersManage from "./L1-no-all-users-manage";
import l1PatHasExpiry from "./L1-pat-has-expiry";
import l1PatLifetime from "./L1-pat-lifetime";
import l1PatRestricted from "./L1-pat-restricted";
import l1PeApproved from "./L1-pe-approved";
import l1PeDnsZoneGroup from "./L1-pe-dns-zone-group";
import l1PublicAccessDisabled from "./L1-public-access-disabled";
import l1PublicOrAcl from "./L1-public-or-acl";
import l1TransitNsgClosed from "./L1-transit-nsg-closed";
import l1VerboseAudit from "./L1-verbose-audit";
import l1WorkspacePremium from "./L1-workspace-premium";

/** The rules of link 1. */
export const link1Rules = [
  l1BrowserAuthHost,
  l1BrowserAuthPe,
  l1DeleteLock,
  l1Diagnostics,
  l1DnsZoneLinked,
  l1EscAutoUpdate,
  l1EscCsp,
  l1EscMonitoring,
  l1FrontendPe,
  l1IpAclEnabled,
  l1IpAclNoAny,
  l1PatLifetime,
  l1PatRestricted,
  l1PeApproved,
  l1PeDnsZoneGroup,
  l1PublicAccessDisabled,
  l1PublicOrAcl,
  l1VerboseAudit,
  l1WorkspacePremium,
  l1NoAllUsersManage,
  l1PatHasExpiry,
  l1LogRetention,
  l1TransitNsgClosed,
  l1EverythingRead,
];
