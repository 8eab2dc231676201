/** Who may import whom: the rooms of the house, from the ground up. */
const room = (name, mayImport) => ({
  name: `room-${name.replaceAll("/", "-")}`,
  comment: `${name} imports only ${mayImport.join(", ")}`,
  severity: "error",
  from: { path: `^${name}/` },
  to: { path: "^(src/[^/]+|components|policy-pack|tools|test|examples)/", pathNot: `^(${[name, ...mayImport].join("|")})/` },
});

module.exports = {
  forbidden: [
    room("src/azure", []),
    room("src/network", ["src/azure"]),
    room("src/wire", []),
    room("src/deployment", ["src/azure", "src/network", "src/wire"]),
    room("src/links", ["src/azure", "src/network", "src/wire", "src/deployment"]),
    room("src/report", ["src/azure", "src/network", "src/deployment", "src/links"]),
    room("src/cli", ["src/azure", "src/network", "src/wire", "src/deployment", "src/links", "src/report", "src/local-azure/plugin"]),
    room("src/local-azure", ["src/azure", "src/network"]),
    room("components", ["src/azure", "src/network"]),
    room("src/testing", ["src/azure", "src/network", "src/deployment", "src/links", "src/report", "src/local-azure"]),
    room("policy-pack", ["src/azure", "src/network", "src/deployment", "src/links", "src/report", "src/local-azure", "src/testing"]),
    {
      name: "pure-rooms-know-no-pulumi",
      comment: "the rules and all that they stand on run in milliseconds, in any tool",
      severity: "error",
      from: { path: "^src/(azure|network|wire|deployment|links|report|cli)/" },
      to: { path: "node_modules/(@pulumi|@grpc|google-protobuf)/" },
    },
    {
      name: "cli-takes-only-the-plugin-folder",
      comment: "the command line prepares the local Azure's plugins; it does not run the model itself",
      severity: "error",
      from: { path: "^src/cli/" },
      to: { path: "^src/local-azure/", pathNot: "^src/local-azure/plugin/home\\.ts$" },
    },
    {
      name: "no-azure-native-root",
      comment: "import a module of azure-native: the root takes twice as long to type-check",
      severity: "error",
      from: { path: "^(src|components)/" },
      to: { path: "node_modules/@pulumi/azure-native/index" },
    },
    { name: "no-circles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, path: "^(src|components)/", pathNot: "\\.json$|^src/links/set-aside\\.ts$" },
      to: {},
    },
    {
      name: "no-undeclared-packages",
      severity: "error",
      from: { path: "^(src|components)/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    exclude: { path: "^dist/" },
  },
};
