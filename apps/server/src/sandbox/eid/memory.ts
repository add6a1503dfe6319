import type { Adapter, AdapterPayload } from "oidc-provider";

/** What the sandbox's provider remembers, as long as it runs: a passage lasts minutes. */
export class Memory implements Adapter {
  readonly #name: string;
  readonly #rows: Map<string, AdapterPayload>;

  constructor(name: string, rows: Map<string, AdapterPayload>) {
    this.#name = name;
    this.#rows = rows;
  }

  #key(id: string): string {
    return `${this.#name}:${id}`;
  }
  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    this.#rows.set(this.#key(id), payload);
    if (payload.uid) this.#rows.set(`uid:${payload.uid}`, payload);
  }
  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#rows.get(this.#key(id));
  }
  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#rows.get(`uid:${uid}`);
  }
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }
  async consume(id: string): Promise<void> {
    const row = this.#rows.get(this.#key(id));
    if (row) row.consumed = 1;
  }
  async destroy(id: string): Promise<void> {
    this.#rows.delete(this.#key(id));
  }
  async revokeByGrantId(): Promise<void> {}
}
