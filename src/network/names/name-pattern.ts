/**
 * A pattern of host names as Azure Firewall reads them (F11): `*`, an exact name, `*.contoso.com` (any labels before it,
 * not the name itself), or `*contoso.com` (any text before it, `evilcontoso.com` included).
 */
export class NamePattern {
  readonly text: string;
  readonly #suffix: string | undefined;

  private constructor(text: string, suffix: string | undefined) {
    this.text = text;
    this.#suffix = suffix;
  }

  /** Reads a pattern; undefined where an asterisk stands anywhere but first. */
  static tryParse(text: string): NamePattern | undefined {
    const name = text.trim().toLowerCase().replace(/\.$/, "");
    if (name === "" || name.lastIndexOf("*") > 0 || /[\s/:]/.test(name)) return undefined;
    return new NamePattern(name, name.startsWith("*") ? name.slice(1) : undefined);
  }

  matches(host: string): boolean {
    const name = host.toLowerCase().replace(/\.$/, "");
    if (this.#suffix === undefined) return name === this.text;
    return name.endsWith(this.#suffix) && name.length > this.#suffix.length;
  }

  /** Whether every name that the other matches is matched. */
  covers(other: NamePattern): boolean {
    if (other.#suffix === undefined) return this.matches(other.text);
    return this.#suffix !== undefined && other.#suffix.endsWith(this.#suffix);
  }

  /** The names under which anybody with an Azure subscription can have one of their own, where the pattern takes in some. */
  get openTo(): string | undefined {
    return sharedSuffixes.find((shared) => {
      const under = `.${shared}`;
      if (this.#suffix === undefined) return false;
      return under.endsWith(this.#suffix) || this.#suffix === under || shared.endsWith(this.#suffix);
    });
  }
}

/** Suffixes below which each customer of Azure, or of Databricks, names resources. */
const sharedSuffixes = [
  "blob.core.windows.net",
  "dfs.core.windows.net",
  "file.core.windows.net",
  "queue.core.windows.net",
  "table.core.windows.net",
  "web.core.windows.net",
  "database.windows.net",
  "servicebus.windows.net",
  "vault.azure.net",
  "azuredatabricks.net",
  "azurewebsites.net",
  "azurecr.io",
  "cloudapp.azure.com",
];
