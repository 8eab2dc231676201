import { type Link, linkTitles } from "../../links/rule";
import type { LinkState, LinkVerdict } from "../../links/verdict";

/** The words and the sign of each state: colour alone would not be read by everybody. */
export const states: Record<LinkState, { word: string; sign: string }> = {
  secured: { word: "secured", sign: "✓" },
  broken: { word: "broken", sign: "✗" },
  unknown: { word: "unknown", sign: "?" },
  notApplicable: { word: "not applicable", sign: "–" },
};

type Node = "users" | "api" | "store" | "clusters" | "data";

const labels: Record<Node, [string, string]> = {
  users: ["Users, portal,", "CLI"],
  api: ["Databricks", "API"],
  store: ["State store", "notebooks, results"],
  clusters: ["Clusters", "in the VNet"],
  data: ["Data", "ADLS, SQL, vaults"],
};

const width = 150;
const height = 56;

/** Where boxes stand and lines run. */
interface Layout {
  name: "wide" | "tall";
  size: [number, number];
  boxes: Record<Node, [x: number, y: number]>;
  lines: Record<Link, { path: string; badge: [x: number, y: number] }>;
}

const layouts: Layout[] = [
  {
    name: "wide",
    size: [950, 345],
    boxes: { users: [10, 120], api: [270, 120], store: [530, 20], clusters: [530, 220], data: [790, 220] },
    lines: {
      1: { path: "M160 148 H270", badge: [215, 148] },
      2: { path: "M420 138 L530 60", badge: [475, 99] },
      3: { path: "M420 158 L530 236", badge: [475, 197] },
      4: { path: "M570 276 C570 330 640 330 640 276", badge: [605, 317] },
      5: { path: "M680 248 H790", badge: [735, 248] },
    },
  },
  {
    name: "tall",
    size: [370, 500],
    boxes: { users: [110, 10], api: [110, 140], store: [210, 280], clusters: [10, 280], data: [10, 430] },
    lines: {
      1: { path: "M185 66 V140", badge: [185, 103] },
      2: { path: "M220 196 L285 280", badge: [253, 238] },
      3: { path: "M150 196 L85 280", badge: [117, 238] },
      4: { path: "M130 336 C130 395 210 400 160 322", badge: [168, 372] },
      5: { path: "M75 336 V430", badge: [75, 384] },
    },
  },
];

/** The five links as a drawing: each line has the colour, dash and sign of its verdict, and leads to its section. One for wide screens, one for narrow. */
export function diagram(links: LinkVerdict[], prefix: string): string {
  const described = links.map(({ link, verdict }) => `link ${link}, ${linkTitles[link]}: ${states[verdict].word}`).join("; ");
  return layouts.map((layout) => drawing(layout, links, prefix, described)).join("\n");
}

function drawing({ name, size, boxes, lines }: Layout, links: LinkVerdict[], prefix: string, described: string): string {
  const drawn = links.map(({ link, verdict }) => {
    const { path, badge } = lines[link];
    const [x, y] = badge;
    return `<a href="#${prefix}-link-${link}" class="edge ${verdict}" aria-label="link ${link}: ${states[verdict].word}">
<title>link ${link}: ${states[verdict].word}</title>
<path d="${path}"/>
<circle cx="${x}" cy="${y}" r="17"/>
<text x="${x}" y="${y + 5}">${link} ${states[verdict].sign}</text></a>`;
  });
  const nodes = (Object.keys(boxes) as Node[]).map((node) => {
    const [x, y] = boxes[node];
    const [first, second] = labels[node];
    return `<g class="node"><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/><text x="${x + width / 2}" y="${y + 24}">${first}</text><text x="${x + width / 2}" y="${y + 42}">${second}</text></g>`;
  });
  return `<svg class="${name}" viewBox="0 0 ${size.join(" ")}" role="group" aria-label="${described}">${nodes.join("")}${drawn.join("")}</svg>`;
}
