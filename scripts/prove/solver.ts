// Z3, as WebAssembly. Text goes in by its parser, which reads it before it returns: the call that evaluates a whole script
// returns at once and may find its text overwritten.
import { init, type Z3LowLevel } from "z3-solver";

/** What a negated statement turned out to be: impossible (proved), or true of `example`. */
export type Answer = { proved: true } | { proved: false; example: string };

const PATIENCE_MS = 60_000;

export class Solver {
  readonly #z3: Z3LowLevel["Z3"];
  readonly #stop: () => void;

  private constructor(z3: Z3LowLevel["Z3"], stop: () => void) {
    this.#z3 = z3;
    this.#stop = stop;
  }

  static async start(): Promise<Solver> {
    const { Z3, em } = await init();
    // Its threads would keep the process alive.
    return new Solver(Z3, () => em.PThread.terminateAllThreads());
  }

  stop(): void {
    this.#stop();
  }

  /** Whether no values make all assertions of `text` true. @throws if Z3 can't tell. */
  async refute(text: string): Promise<Answer> {
    const z3 = this.#z3;
    return this.#inContext(async (context) => {
      const solver = z3.mk_solver(context);
      z3.solver_inc_ref(context, solver);
      const params = z3.mk_params(context);
      z3.params_inc_ref(context, params);
      z3.params_set_uint(context, params, z3.mk_string_symbol(context, "timeout"), PATIENCE_MS);
      z3.solver_set_params(context, solver, params);
      const assertions = z3.parse_smtlib2_string(context, text, [], [], [], []);
      z3.ast_vector_inc_ref(context, assertions);
      const count = z3.ast_vector_size(context, assertions);
      if (count === 0) throw new Error("There is nothing to refute.");
      for (let i = 0; i < count; i++) z3.solver_assert(context, solver, z3.ast_vector_get(context, assertions, i));
      const result = await z3.solver_check(context, solver);
      if (result === UNSATISFIABLE) return { proved: true };
      if (result !== SATISFIABLE) throw new Error(`Z3 can't tell: ${z3.solver_get_reason_unknown(context, solver)}`);
      return { proved: false, example: z3.model_to_string(context, z3.solver_get_model(context, solver)) };
    });
  }

  /** Of each assertion without variables, in their order, whether it is true. @throws if one has variables. */
  async evaluate(text: string): Promise<boolean[]> {
    const z3 = this.#z3;
    return this.#inContext(async (context) => {
      const assertions = z3.parse_smtlib2_string(context, text, [], [], [], []);
      z3.ast_vector_inc_ref(context, assertions);
      const values: boolean[] = [];
      for (let i = 0; i < z3.ast_vector_size(context, assertions); i++) {
        const simplified = await z3.simplify(context, z3.ast_vector_get(context, assertions, i));
        const value = z3.ast_to_string(context, simplified);
        if (value !== "true" && value !== "false") throw new Error(`It has no value: ${value}`);
        values.push(value === "true");
      }
      return values;
    });
  }

  async #inContext<T>(work: (context: Context) => Promise<T>): Promise<T> {
    const config = this.#z3.mk_config();
    const context = this.#z3.mk_context(config);
    this.#z3.del_config(config);
    try {
      return await work(context);
    } finally {
      this.#z3.del_context(context);
    }
  }
}

type Context = ReturnType<Z3LowLevel["Z3"]["mk_context"]>;

/** Z3_lbool. */
const UNSATISFIABLE = -1;
const SATISFIABLE = 1;
