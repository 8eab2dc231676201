import { chooser } from "./random-nsg";
import { randomRoutes, routedParts } from "./random-routes";
import { documentedHop, routeDeclarations, routedHop } from "./smt-routes";
import { startSolver } from "./solver";

/** `npx tsx test/unit/network/oracle/solver-routes.ts [tables] [seed]`: asks z3 whether any address takes another hop. */
async function main(): Promise<void> {
  const [wanted = "1000", seed = "9000"] = process.argv.slice(2);
  const solver = await startSolver();
  let [asked, differences, seededFound, seeded] = [0, 0, 0, 0];
  for (let i = 0; i < Number(wanted) && differences < 3; i++) {
    const choose = chooser(Number(seed) + i);
    const given = randomRoutes(choose);
    const world = choose.one(["more", "less"] as const);
    const names = ["nothing"];
    const number = (hop: string) => {
      if (!names.includes(hop)) names.push(hop);
      return names.indexOf(hop);
    };
    const sets = routedHop(routedParts(given, world), number);
    const differ = (other: typeof given) =>
      solver.ask(`${routeDeclarations}\n(assert (not (= ${documentedHop(other, world, number)} ${sets})))`);
    const model = await differ(given);
    asked++;
    if (model !== undefined) {
      differences++;
      console.log(JSON.stringify({ seed: Number(seed) + i, world, given, names }), model);
    }
    // A table with one route more must be told apart.
    if (i < 20 && !given.user.some(({ prefix }) => prefix === "198.51.100.0/24")) {
      seeded++;
      if ((await differ({ ...given, user: [...given.user, { prefix: "198.51.100.0/24", hop: "10.0.100.99" }] })) !== undefined)
        seededFound++;
    }
  }
  solver.end();
  console.log(`${asked} tables: ${differences} differences; ${seededFound} of ${seeded} seeded ones found`);
  process.exitCode = differences > 0 || seededFound < seeded ? 1 : 0;
}

void main();
