import { compareRandomly } from "./compare";

test("the sets agree with a second evaluator, written apart, on 40,000 random packet decisions", () => {
  const { decisions, allowed, difference } = compareRandomly(1, 200, 50);
  expect(difference).toBeUndefined();
  expect(decisions).toBe(40_000);
  expect(allowed).toBeGreaterThan(5_000);
  expect(allowed).toBeLessThan(35_000);
});
