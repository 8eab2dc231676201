import { canonicalType } from "../../azure/dialects";
import { flatten, isObject, type Properties } from "../../azure/dialects/properties";
import { isResourceId } from "../../azure/resource-id";
import type { EstateInput } from "../estate";
import type { ResourceRecord } from "../resource";
import type { Value } from "../value";

interface GraphRow extends Properties {
  id: string;
  type: string;
}

/** The rows of what `az graph query` prints, with or without what stands around them. */
function rowsOf(document: unknown): unknown[] | undefined {
  const rows = isObject(document) ? document.data : document;
  return Array.isArray(rows) ? rows : undefined;
}

const isRow = (row: unknown): row is GraphRow =>
  isObject(row) && typeof row.id === "string" && isResourceId(row.id) && typeof row.type === "string";

/** Whether a JSON document is what `az graph query` prints: resources with their properties. */
export function isResourceGraph(document: unknown): boolean {
  const rows = rowsOf(document) ?? [];
  return rows.length > 0 && rows.every(isRow) && rows.some((row) => isObject((row as GraphRow).properties));
}

/** Reads what `az graph query` prints: what stands in Azure, whoever deployed it. Databricks' own objects are not in it. */
export function readResourceGraph(document: unknown): EstateInput {
  const rows = rowsOf(document) as GraphRow[];
  const { count, total_records: total, skip_token: more } = (isObject(document) ? document : {}) as Record<string, unknown>;
  const isCut = Boolean(more) || (typeof total === "number" && total > Number(count ?? rows.length));
  return {
    name: "azure",
    records: rows.map(
      (row): ResourceRecord => ({
        key: row.id,
        name: typeof row.name === "string" ? row.name : (row.id.split("/").pop() as string),
        type: canonicalType(row.type),
        id: row.id,
        properties: flatten(row) as Record<string, Value>,
      }),
    ),
    gaps: isCut ? ["the query's answer is one page of several: ask for the others by --skip-token, and audit all files together"] : [],
  };
}
