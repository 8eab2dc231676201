import { type Link, linkTitles } from "../../links/rule";
import type { LinkState, LinkVerdict } from "../../links/verdict";

/** The words and the sign of each state: colour alone would not be read by everybody. */
export const states: Record<LinkState, { word: string; sign: string }> = {
  secured: { word: "secured", sign: "✓" },
  broken: { word: "broken", sign: "✗" },
  unknown: { word: "unknown", sign: "?" },
  notApplicable: { word: "not applicable", sign: "–" },
};

interface Box {
  x: number;
  y: number;
  lines: string[];
}

const width = 150;
const height = 56;
const boxes: Record<"users" | "api" | "store" | "clusters" | "data", Box> = {
  users: { x: 10, y: 120, lines: ["Users, portal,", "CLI"] },
  api: { x: 270, y: 120, lines: ["Databricks", "API"] },
  store: { x: 530, y: 20, lines: ["State store", "notebooks, results"] },
  clusters: { x: 530, y: 220, lines: ["Clusters", "in the VNet"] },
  data: { x: 790, y: 220, lines: ["Data", "ADLS, SQL, vaults"] },
};

/** Where each link runs, and where its badge stands. */
const lines: Record<Link, { path: string; badge: [number, number] }> = {
  1: { path: "M160 148 H270", badge: [215, 148] },
  2: { path: "M420 138 L530 60", badge: [475, 99] },
  3: { path: "M420 158 L530 236", badge: [475, 197] },
  4: { path: "M570 276 C570 330 640 330 640 276", badge: [605, 317] },
  5: { path: "M680 248 H790", badge: [735, 248] },
};

/** The five links as a drawing: each line has the colour, dash and sign of its verdict, and leads to its section. */
export function diagram(links: LinkVerdict[], prefix: string): string {
  const described = links.map(({ link, verdict }) => `link ${link}, ${linkTitles[link]}: ${states[verdict].word}`).join("; ");
  const drawn = links.map(({ link, verdict }) => {
    const { path, badge } = lines[link];
    const [x, y] = badge;
    return `<a href="#${prefix}-link-${link}" class="edge ${verdict}" aria-label="link ${link}: ${states[verdict].word}">
<title>link ${link}: ${states[verdict].word}</title>
<path d="${path}"/>
<circle cx="${x}" cy="${y}" r="17"/>
<text x="${x}" y="${y + 5}">${link} ${states[verdict].sign}</text></a>`;
  });
  const nodes = Object.values(boxes).map(
    ({ x, y, lines: [first, second] }) =>
      `<g class="node"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/><text x="${x + width / 2}" y="${y + 24}">${first}</text><text x="${x + width / 2}" y="${y + 42}">${second}</text></g>`,
  );
  return `<svg viewBox="0 0 950 345" role="img" aria-label="${described}">${nodes.join("")}${drawn.join("")}</svg>`;
}
