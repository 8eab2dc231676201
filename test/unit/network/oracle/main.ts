import { compareRandomly } from "./compare";

/** `npm run oracle -- [decisions] [seed]`: asks the second evaluator about random packets until the count is reached. */
const [wanted = "1000000", seed = "1000"] = process.argv.slice(2);
const started = process.cpuUsage();
const { decisions, allowed, difference } = compareRandomly(Number(seed), Math.ceil(Number(wanted) / 200), 50);
const seconds = (process.cpuUsage(started).user / 1e6).toFixed(1);
console.log(`${decisions} decisions, ${allowed} of them allowed, ${difference ? 1 : 0} differences, ${seconds} CPU seconds`);
if (difference) {
  console.log(JSON.stringify(difference, null, 2));
  process.exitCode = 1;
}
