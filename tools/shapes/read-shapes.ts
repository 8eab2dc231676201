import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import type { PropertyShape, ShapeTable, TypeShape } from "../../src/local-azure/shapes/shape";

/** Reads the shape of each resource type, and of every nested type that it reaches, from an SDK's own .d.ts files. */
export function readShapes(packageName: string, types: readonly string[]): ShapeTable {
  const root = dirname(require.resolve(`${packageName}/package.json`));
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version as string;
  const pulumiName = packageName.replace("@pulumi/", "");
  const inputs = new NestedTypes(root, "types/input.d.ts");
  const answers = new NestedTypes(root, "types/output.d.ts");
  const table: ShapeTable = { package: packageName, version, resources: {}, types: {}, enums: {}, answeredOnly: {} };
  for (const type of [...types].sort()) {
    const [module, name] = type.split(":") as [string, string];
    const file = name.charAt(0).toLowerCase() + name.slice(1);
    const path = join(root, module === "index" ? "" : module, `${file}.d.ts`);
    const source = parse(path);
    const args = findInterface(source, `${name}Args`);
    const cls = source.statements.find((s): s is ts.ClassDeclaration => ts.isClassDeclaration(s) && s.name?.text === name);
    if (!args || !cls) throw new Error(`${path}: expected class ${name} and interface ${name}Args`);
    const token = `${pulumiName}:${module === "index" ? `index/${file}` : module}:${name}`;
    const apiVersion = /Uses Azure REST API version ([0-9a-z-]+)/.exec(source.text)?.[1];
    table.resources[token] = {
      ...(apiVersion ? { apiVersion } : {}),
      inputs: inputs.properties(args, table),
      outputs: cls.members
        .filter(ts.isPropertyDeclaration)
        .filter((m) => !m.modifiers?.some((x) => x.kind === ts.SyntaxKind.StaticKeyword))
        .map((m) => m.name.getText(source))
        .sort(),
    };
  }
  for (const [name, properties] of Object.entries(table.types)) {
    const extra = answers.names(name.replace(/Args$/, "Response")).filter((property) => !(property in properties));
    if (extra.length > 0) table.answeredOnly[name] = extra.sort();
  }
  table.answeredOnly = sorted(table.answeredOnly);
  table.types = sorted(table.types);
  table.enums = sorted(table.enums);
  return table;
}

/** The nested types and enums of one SDK, parsed once and looked up by dotted name. */
class NestedTypes {
  #interfaces = new Map<string, ts.InterfaceDeclaration>();
  readonly #root: string;

  constructor(root: string, file: string) {
    this.#root = root;
    const path = join(root, file);
    if (existsSync(path)) this.#index(parse(path), "");
  }

  #index(node: ts.Node, prefix: string): void {
    ts.forEachChild(node, (child) => {
      if (ts.isModuleDeclaration(child) && child.body) this.#index(child.body, `${prefix}${child.name.text}.`);
      if (ts.isInterfaceDeclaration(child)) this.#interfaces.set(`${prefix}${child.name.text}`, child);
    });
  }

  /** The property names of a type; none for one that is not declared. */
  names(key: string): string[] {
    return (this.#interfaces.get(key)?.members ?? []).filter(ts.isPropertySignature).map((member) => (member.name as ts.Identifier).text);
  }

  properties(node: ts.InterfaceDeclaration, table: ShapeTable): Record<string, PropertyShape> {
    const result: Record<string, PropertyShape> = {};
    for (const member of node.members) {
      if (!ts.isPropertySignature(member) || !member.type) continue;
      const name = (member.name as ts.Identifier).text;
      result[name] = { type: this.#type(member.type, table), ...(member.questionToken ? {} : { required: true as const }) };
    }
    return sorted(result);
  }

  #type(node: ts.TypeNode, table: ShapeTable): TypeShape {
    if (ts.isUnionTypeNode(node)) {
      const parts = node.types.filter((t) => t.kind !== ts.SyntaxKind.UndefinedKeyword).map((t) => this.#type(t, table));
      const enumeration = parts.find((p) => typeof p === "object" && "enum" in p);
      if (enumeration) return enumeration;
      const distinct = [...new Map(parts.map((p) => [JSON.stringify(p), p])).values()];
      return distinct.length === 1 ? (distinct[0] as TypeShape) : "any";
    }
    if (ts.isArrayTypeNode(node)) return { array: this.#type(node.elementType, table) };
    if (ts.isTypeLiteralNode(node)) {
      const index = node.members.find(ts.isIndexSignatureDeclaration);
      return index ? { map: this.#type(index.type, table) } : "any";
    }
    if (ts.isTypeReferenceNode(node)) return this.#reference(node, table);
    switch (node.kind) {
      case ts.SyntaxKind.StringKeyword:
        return "string";
      case ts.SyntaxKind.NumberKeyword:
        return "number";
      case ts.SyntaxKind.BooleanKeyword:
        return "boolean";
      default:
        return "any";
    }
  }

  #reference(node: ts.TypeReferenceNode, table: ShapeTable): TypeShape {
    const name = node.typeName.getText();
    if (name === "pulumi.Input") return this.#type(node.typeArguments?.[0] as ts.TypeNode, table);
    if (name.startsWith("inputs.")) {
      const key = name.slice("inputs.".length);
      if (!(key in table.types)) {
        const declaration = this.#interfaces.get(key);
        if (!declaration) throw new Error(`types/input.d.ts declares no ${key}`);
        table.types[key] = {};
        table.types[key] = this.properties(declaration, table);
      }
      return { ref: key };
    }
    if (name.startsWith("enums.")) {
      const key = name.slice("enums.".length);
      table.enums[key] ??= this.#enumValues(key);
      return { enum: key };
    }
    return "any";
  }

  #enumValues(key: string): (string | number)[] {
    const parts = key.split(".");
    const name = parts.pop() as string;
    const source = parse(join(this.#root, "types/enums", ...parts, "index.d.ts"));
    const values: (string | number)[] = [];
    ts.forEachChild(source, (child) => {
      if (!ts.isVariableStatement(child)) return;
      const declaration = child.declarationList.declarations[0];
      if (declaration?.name.getText() !== name || !declaration.type || !ts.isTypeLiteralNode(declaration.type)) return;
      for (const member of declaration.type.members) {
        if (!ts.isPropertySignature(member) || !member.type || !ts.isLiteralTypeNode(member.type)) continue;
        const literal = member.type.literal;
        if (ts.isStringLiteral(literal)) values.push(literal.text);
        if (ts.isNumericLiteral(literal)) values.push(Number(literal.text));
      }
    });
    if (values.length === 0) throw new Error(`no values found for enum ${key}`);
    return values;
  }
}

const parsed = new Map<string, ts.SourceFile>();

function parse(path: string): ts.SourceFile {
  let source = parsed.get(path);
  if (!source) {
    source = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
    parsed.set(path, source);
  }
  return source;
}

function findInterface(source: ts.SourceFile, name: string): ts.InterfaceDeclaration | undefined {
  return source.statements.find((s): s is ts.InterfaceDeclaration => ts.isInterfaceDeclaration(s) && s.name.text === name);
}

function sorted<T>(record: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
