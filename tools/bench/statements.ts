import type { Postgres } from "../../apps/server/src/platform/postgres.ts";
import { asOwner } from "./population.ts";

/** What the database was asked since the last `resetStatements`. */
export type Asked = {
  /** Statements, those that begin and end transactions among them: each is one round trip. */
  readonly statements: number;
  readonly transactions: number;
};

export type Statement = {
  readonly calls: number;
  /** Of its execution. */
  readonly totalMs: number;
  readonly planMs: number;
  readonly text: string;
};

export async function resetStatements(postgres: Postgres): Promise<void> {
  await asOwner(postgres, (client) => client.query("select pg_stat_statements_reset()"));
}

/** Whether planning is measured too: it costs a little, and is told in profiles only. */
export async function measurePlanning(postgres: Postgres, isOn: boolean): Promise<void> {
  await asOwner(postgres, async (client) => {
    await client.query(`alter system set pg_stat_statements.track_planning = ${isOn}`);
    await client.query("select pg_reload_conf()");
  });
}

/** By the servers and the PIN program in this database; the bench's own go elsewhere. */
export async function askedOf(postgres: Postgres, database: string): Promise<Asked> {
  return asOwner(postgres, async (client) => {
    const { rows } = await client.query<Asked>(
      `select coalesce(sum(calls), 0)::int as statements,
              coalesce(sum(calls) filter (where query ~* '^(begin|start transaction)'), 0)::int as transactions
         from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = $1`,
      [database],
    );
    return rows[0] ?? { statements: 0, transactions: 0 };
  });
}

/** The statements that took longest in all. */
export async function slowest(
  postgres: Postgres,
  database: string,
  count: number,
): Promise<readonly Statement[]> {
  return asOwner(postgres, async (client) => {
    const { rows } = await client.query<Statement>(
      `select calls::int, total_exec_time as "totalMs", total_plan_time as "planMs", query as text
         from pg_stat_statements s join pg_database d on d.oid = s.dbid
        where d.datname = $1 order by total_exec_time + total_plan_time desc limit $2`,
      [database, count],
    );
    return rows;
  });
}
