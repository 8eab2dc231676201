import { init, Z3_lbool } from "z3-solver";

/** Starts z3. `ask` answers whether an SMT-LIB script can hold, with a model where it can; `end` stops its threads. */
export async function startSolver(): Promise<{ ask(script: string): Promise<string | undefined>; end(): void }> {
  const { Z3, em } = await init();
  const ask = async (script: string) => {
    const context = Z3.mk_context(Z3.mk_config());
    const solver = Z3.mk_solver(context);
    Z3.solver_inc_ref(context, solver);
    Z3.solver_from_string(context, solver, script);
    const result = await Z3.solver_check(context, solver);
    if (result === Z3_lbool.Z3_L_UNDEF) throw new Error(`z3 gave up: ${Z3.solver_get_reason_unknown(context, solver)}`);
    const model = result === Z3_lbool.Z3_L_TRUE ? Z3.model_to_string(context, Z3.solver_get_model(context, solver)) : undefined;
    Z3.del_context(context);
    return model;
  };
  const threads = (em as { PThread?: { terminateAllThreads?: () => void } }).PThread;
  return { ask, end: () => threads?.terminateAllThreads?.() };
}
