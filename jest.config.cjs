/** Jest: `unit` needs Node.js alone, `engine` runs programs on the real Pulumi engine, `browser` opens reports in a real browser. */
const transform = {
  "^.+\\.ts$": ["@swc/jest", { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } }],
};
const common = {
  rootDir: __dirname,
  transform,
  testEnvironment: "node",
  moduleNameMapper: {
    "^hardened-databricks$": "<rootDir>/components/index.ts",
    "^hardened-databricks/testing$": "<rootDir>/src/testing/index.ts",
  },
};
module.exports = {
  projects: [
    { ...common, displayName: "unit", testMatch: ["<rootDir>/test/unit/**/*.test.ts"] },
    { ...common, displayName: "browser", testMatch: ["<rootDir>/test/browser/**/*.test.ts"] },
    { ...common, displayName: "engine", testMatch: ["<rootDir>/test/engine/**/*.test.ts"] },
  ],
  maxWorkers: 2,
  // Generous: the machine may be busy, and nothing here measures time.
  testTimeout: 300_000,
};
