import assert from "node:assert/strict";
import test, { after, before } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type LinkId, PhoneRefusal } from "@aval/protocol";
import { type Installation, newInstallation } from "./modules/provider/testing/installation.ts";
import { connectOnce } from "#platform/database";
import { enrolHolder, type Holder, sandboxPeople, send } from "./testing/driver.ts";
import { type Cluster, startCluster } from "./testing/servers.ts";

// Strict software over HTTP, on two server processes: whatever two phones do at once, one links or none, and a request ends one way.
const rounds = Number(process.env["AVAL_TEST_ROUNDS"] ?? 8);

let cluster: Cluster;
let turn = 0;
/** Each step meets another process than the one before. */
const node = () => {
  const { nodes } = cluster;
  return nodes[turn++ % nodes.length] as (typeof nodes)[number];
};
let holders: Holder[] = [];

before(async () => {
  cluster = await startCluster(["one", "two"]);
  const people = await sandboxPeople(node().issuer);
  holders = [];
  for (const one of people.slice(0, 2)) holders.push(await enrolHolder(() => node().phone, one));
});
after(() => cluster?.close());

const sql = async (text: string, values: readonly unknown[] = []) => {
  const client = await connectOnce(cluster.databaseUrl);
  return client.query(text, [...values]).finally(() => client.end());
};

/** A copy of the sandbox's strict program. It says whom it asks, and is answered by whichever process is next. */
const program = () => {
  const origin = `http://${cluster.nodes[0]?.issuer.host}`;
  const where = { issuer: `${origin}/auth/realms/esante-wallet`, here: origin };
  return newInstallation(where, "sandbox-strict-software", {
    secret: "sandbox-secret",
    fetch: async (address, { method = "GET", headers, body }) => {
      const answer = await send(node().issuer, {
        method,
        path: new URL(address).pathname,
        headers: {
          ...(headers as Record<string, string>),
          ...(body ? { "content-type": "application/x-www-form-urlencoded" } : {}),
        },
        ...(body ? { body: String(body) } : {}),
      });
      return new Response(answer.text, { status: answer.status });
    },
  });
};

const codeOf = (fault: unknown) => {
  if (fault instanceof PhoneRefusal) return fault.code;
  throw fault;
};

async function shownBy(one: Installation): Promise<{ link: LinkId; frame: string }> {
  const { body } = await one.begin();
  const shown = await one.linkFrame(body["link"]);
  assert.equal(shown.body["state"], "shown", JSON.stringify(shown.body));
  return { link: body["link"] as LinkId, frame: shown.body["frame"] as string };
}

const halfAMinuteLater = (link: LinkId) =>
  sql(
    "update aval.installation_link set claimed_at = claimed_at - interval '31 seconds' where id = $1",
    [link],
  );

test("two phones that see one frame at once, on two nodes: one is told, and neither links", async () => {
  const one = await program();
  for (let round = 0; round < rounds; round++) {
    const { link, frame } = await shownBy(one);
    const told = await Promise.all(
      holders.map(({ phone, identity }) =>
        phone.scanLink(identity, frame).then(() => "told", codeOf),
      ),
    );
    assert.deepEqual([...told].sort(), ["already_claimed", "told"]);
    await halfAMinuteLater(link);
    // Once is enough: a code takes its time.
    for (const { phone, identity, code } of round === 0 ? holders : [])
      assert.equal(await phone.confirmLink(identity, link, code).catch(codeOf), "link_over");
    assert.equal((await one.linkFrame(link)).body["state"], "cancelled");
  }
  const { rows } = await sql(
    "select count(*)::int as count from aval.installation where key = $1",
    [one.key],
  );
  assert.equal(rows[0].count, 0);
});

test("approved and refused at once while its program polls on two nodes, a request ends one way and gives tokens once at most", async () => {
  const [holder] = holders as [Holder];
  const { phone, identity, code } = holder;
  const one = await program();
  const { link, frame } = await shownBy(one);
  await phone.scanLink(identity, frame);
  await halfAMinuteLater(link);
  await phone.confirmLink(identity, link, code);
  const hint = (await one.linkFrame(link)).body["login_hint_token"] as string;
  const seen = { approved: 0, refused: 0 };
  for (let round = 0; round < rounds; round++) {
    const asked = await one.ask(hint);
    const handle = asked.body["auth_req_id"];
    const { context } = await phone.claimDigits(identity, asked.body["aval_code"]);
    const polled = Promise.all([one.poll(handle), one.poll(handle)]);
    polled.catch(() => {}); // Listened to below, when the holder has answered.
    // An approval has more to check: the refusal comes some moments later, another number of them each round.
    const moments = setTimeout((round * 170) % 1400);
    const [yes, no] = await Promise.all([
      phone.approve(identity, context, code).then(() => "approved", codeOf),
      moments.then(() => phone.refuse(identity, context, "other").then(() => "refused", codeOf)),
    ]);
    const ways = [yes, no].filter((said) => said === "approved" || said === "refused");
    assert.equal(ways.length, 1, `${yes} ${no}`);
    const [way] = ways as (keyof typeof seen)[];
    const all = [...(await polled), await one.poll(handle), await one.poll(handle)];
    const given = all.filter(({ status }) => status === 200);
    assert.equal(given.length, way === "approved" ? 1 : 0, JSON.stringify(all.map((a) => a.body)));
    const { rows } = await sql(
      "select count(*)::int as count from aval.session where approval = $1",
      [context.approval],
    );
    assert.equal(rows[0].count, way === "approved" ? 1 : 0);
    if (way) seen[way]++;
    // Nothing here is about how often a holder is asked.
    await sql(
      "update aval.approval set claimed_at = claimed_at - interval '2 minutes' where id = $1",
      [context.approval],
    );
  }
  console.log(`ended ${seen.approved} approved and ${seen.refused} refused`);
});
