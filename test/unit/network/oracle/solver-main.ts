import { Reading } from "../../../../src/network/facts/reading";
import { allowedPackets } from "../../../../src/network/nsg/network-security-group";
import { tagScope } from "./compare";
import { chooser, randomRules, randomScope } from "./random-nsg";
import { declarations, nsgFormula, packetsScript } from "./smt";
import { startSolver } from "./solver";

/** `npx tsx test/unit/network/oracle/solver-main.ts [groups] [seed]`: asks z3 whether any packet divides it and the sets. */
async function main(): Promise<void> {
  const [wanted = "1000", seed = "5000"] = process.argv.slice(2);
  const solver = await startSolver();
  const cpu = { sets: 0, solver: 0 };
  let [asked, differences, seededFound] = [0, 0, 0];
  for (let i = 0; i < Number(wanted); i++) {
    const choose = chooser(Number(seed) + i);
    const rules = randomRules(choose, 1 + choose.below(6));
    const scope = randomScope(choose);
    const direction = choose.one(["Inbound", "Outbound"] as const);
    const lets = choose.one(["more", "less"] as const);
    let started = process.cpuUsage().user;
    const set = allowedPackets({ id: "random", securityRules: rules }, { direction, scope: tagScope(scope), reading: new Reading(lets) });
    cpu.sets += process.cpuUsage().user - started;
    started = process.cpuUsage().user;
    const model = await solver.ask(
      `${declarations}\n${packetsScript(set)}\n(define-fun rules () Bool ${nsgFormula(rules, direction, scope, lets)})\n(assert (xor rules sets))`,
    );
    cpu.solver += process.cpuUsage().user - started;
    asked++;
    if (model === undefined) continue;
    differences++;
    console.log(JSON.stringify({ seed: Number(seed) + i, direction, lets, scope, rules }), model);
    if (differences === 3) break;
  }
  // A solver that says yes to everything would agree as well: with one rule turned round, it must object.
  for (let i = 0; i < 20; i++) {
    const rules = randomRules(chooser(i), 1).map((rule) => ({
      ...rule,
      direction: "Inbound" as const,
      access: "Allow" as const,
      sourceAddressPrefixes: ["203.0.113.0/24"],
      destinationAddressPrefixes: ["*"],
    }));
    const scope = randomScope(chooser(i));
    const set = allowedPackets(
      { id: "turned", securityRules: rules },
      { direction: "Inbound", scope: tagScope(scope), reading: new Reading("more") },
    );
    const turned = rules.map((rule) => ({ ...rule, access: "Deny" as const }));
    const model = await solver.ask(
      `${declarations}\n${packetsScript(set)}\n(define-fun rules () Bool ${nsgFormula(turned, "Inbound", scope, "more")})\n(assert (xor rules sets))`,
    );
    if (model !== undefined) seededFound++;
  }
  solver.end();
  console.log(
    `${asked} NSGs: ${differences} differences; ${seededFound} of 20 seeded ones found; CPU ms: sets ${(cpu.sets / 1000).toFixed(0)}, z3 ${(cpu.solver / 1000).toFixed(0)}`,
  );
  process.exitCode = differences > 0 || seededFound < 20 ? 1 : 0;
}

void main();
