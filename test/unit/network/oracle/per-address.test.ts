import { compareRoutes } from "./random-routes";

test("routes agree with a second evaluator, written apart, at 18,000 next hops of random tables", () => {
  const { decisions, difference } = compareRoutes(1, 500);
  expect(difference).toBeUndefined();
  expect(decisions).toBe(18_000);
});
