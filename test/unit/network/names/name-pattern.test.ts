import { NamePattern } from "../../../../src/network/names/name-pattern";

const pattern = (text: string) => NamePattern.tryParse(text) as NamePattern;

test.each([
  ["*.contoso.com", "a.b.contoso.com", true],
  ["*.contoso.com", "contoso.com", false],
  ["*contoso.com", "evilcontoso.com", true],
  ["contoso.com", "CONTOSO.com.", true],
  ["contoso.com", "a.contoso.com", false],
  ["*", "anything.example", true],
])("F11: %s and %s: %s", (text, host, expected) => expect(pattern(text).matches(host)).toBe(expected));

test.each(["a.*.com", "", "https://contoso.com", "contoso.com/a"])("'%s' is no pattern", (text) =>
  expect(NamePattern.tryParse(text)).toBeUndefined(),
);

test("a pattern covers those inside it", () => {
  expect(pattern("*.contoso.com").covers(pattern("*.a.contoso.com"))).toBe(true);
  expect(pattern("*").covers(pattern("*contoso.com"))).toBe(true);
  expect(pattern("*.contoso.com").covers(pattern("*contoso.com"))).toBe(false);
  expect(pattern("a.contoso.com").covers(pattern("*.contoso.com"))).toBe(false);
});

test.each(["*.blob.core.windows.net", "*.azuredatabricks.net", "*.windows.net", "*", "*core.windows.net"])(
  "%s is open to everybody's names",
  (text) => expect(pattern(text).openTo).toBeDefined(),
);
test.each(["stlake.blob.core.windows.net", "*.contoso.com", "*.stlake.blob.core.windows.net"])("%s is not", (text) =>
  expect(pattern(text).openTo).toBeUndefined(),
);
