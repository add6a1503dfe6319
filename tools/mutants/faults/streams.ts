import { faultsIn } from "../fault.ts";

const { edit, fault } = faultsIn("apps/server/src/modules/streams", ["../../signals.test.ts"]);

/** What services are told by Shared Signals, and who is told. */
export const streamFaults = [
  fault(
    "only services of the last twelve months are told of a stop",
    edit(
      "../sessions/store.ts",
      "where s.professional = ${professional} and e.entered_at > aval_now() - ${within} * interval '1 millisecond'\n    order by 1, 2",
      "where s.professional = ${professional} and ${within}::float8 > 0\n    order by 1, 2",
    ),
  ),
  fault(
    "only services that know somebody are told of them",
    edit("streams.ts", ".filter(({ client }) => client === service)", ".filter(() => service)"),
  ),
  fault(
    "the next event of a person waits for the one before",
    edit(
      "outbox-store.ts",
      "b.subject = e.subject and b.state",
      "b.subject <> e.subject and b.state",
    ),
  ),
  fault(
    "an event that a node has taken is nobody else's until its lease is over",
    edit(
      "outbox-store.ts",
      "where e.jti = taken.jti and s.id = e.stream and e.state = 'due' and e.next_at <= aval_now()\n    returning ${told}`.execute(db);",
      "where e.jti = taken.jti and s.id = e.stream\n      and next_at = aval_now() - ${how.lease} * interval '0'\n    returning ${told}`.execute(db);",
    ),
  ),
  fault(
    "a paused stream is told nothing",
    edit(
      "outbox-store.ts",
      "where e.stream = s.id and (s.state = 'enabled' or e.always) and ${isNext}",
      "where e.stream = s.id and ${isNext}",
    ),
  ),
  fault(
    "a disabled stream holds nothing",
    edit("streams.ts", 'to.state === "disabled" || from === "disabled"', "false"),
  ),
  fault(
    "one session that ended is not every session of its holder's",
    edit("token.ts", 'if (subject.kind === "person") return user;', "return user;"),
  ),
  fault(
    "a service reads and changes its own stream alone",
    edit(
      "store.ts",
      'db.selectFrom("stream").select(columns).where("client", "=", client);',
      'db.selectFrom("stream").select(columns);',
    ),
  ),
  fault(
    "a program whose secret is in every copy has no stream",
    edit("../provider/client.ts", '!isPublic && !grants.includes("ciba") &&', "!isPublic &&"),
  ),
  fault(
    "a token that only reads changes nothing",
    edit("routes.ts", "const managing = [scopes.manage];", "const managing = reading;"),
  ),
  fault(
    "an access that something else still stops is not told open",
    edit("events.ts", "onceOpen: true,", ""),
  ),
  fault(
    "a service names only sessions that were issued to it",
    edit(
      "receiving.ts",
      "if (!entered.some((one) => one.service === service)) return undefined;",
      "",
    ),
    ["../../signals-in.test.ts"],
  ),
  fault(
    "a service names only people whom it let in",
    edit(
      "receiving.ts",
      "return known.some((one) => one.service === service) ? { professional } : undefined;",
      "return known ? { professional } : undefined;",
    ),
    ["../../signals-in.test.ts"],
  ),
  fault(
    "an alert is heard once",
    edit("receiving.ts", "lifetimes.alertMemory))) return;", "lifetimes.alertMemory))) void once;"),
    ["../../signals-in.test.ts"],
  ),
  fault(
    "an alert for somebody else is none of ours",
    edit("alert.ts", "if (![aud].flat().includes(given.issuer)) return undefined;", ""),
    ["../../signals-in.test.ts"],
  ),
  fault(
    "what one service says of one person is capped",
    edit("receiving.ts", "cap.max, cap.window))) return;", "cap.max * 9, cap.window))) return;"),
    ["../../signals-in.test.ts"],
  ),
  fault(
    "a verification is asked for once a minute",
    edit("store.ts", "(verified_at is null or verified_at", "(true or verified_at"),
  ),
  fault(
    "a window of fraud is told to services that were used in it, and no other",
    edit(
      "../sessions/store.ts",
      "and e.entered_at <= ${toDate(to)}\n      and coalesce(s.closed_at, s.ends_at) >= ${toDate(from)}",
      "and (e.entered_at <= ${toDate(to)} or ${toDate(from)}::timestamptz is not null)",
    ),
    ["../../fraud-windows.test.ts"],
  ),
  fault(
    "a service answers for a window that it was told of itself",
    edit(
      "../cases/window-store.ts",
      "and s.fraud_window = ${window} and s.client = ${client}\n      and s.told_jti",
      "and s.fraud_window = ${window} and ${client}::text is not null\n      and s.told_jti",
    ),
    ["../../fraud-windows.test.ts"],
  ),
  fault(
    "what a service answered stands",
    edit("../cases/window-store.ts", "and s.told_jti is not null and s.answered_at is null", ""),
    ["../../fraud-windows.test.ts"],
  ),
  fault(
    "other words are another answer",
    edit(
      "../cases/window-store.ts",
      "and note is not distinct from ${note ?? null}, false",
      "and ${note ?? null}::text is not distinct from ${note ?? null}, false",
    ),
    ["../../fraud-windows.test.ts"],
  ),
  fault(
    "a service that has answered is told no more",
    edit(
      "../cases/window-store.ts",
      "sql`s.answered_at is null\n  and w.made_at",
      "sql`true\n  and w.made_at",
    ),
    ["../../fraud-windows.test.ts"],
  ),
  fault(
    "who tells services has the case",
    edit(
      "../cases/windows.ts",
      'if (!(await cases.holdCase(tx, id, ["claimed", "snoozed"], by)))',
      'if (!(await cases.holdCase(tx, id, ["claimed", "snoozed"], undefined)))',
    ),
    ["../../fraud-windows.test.ts"],
  ),
  fault(
    "services are told of a case's own people",
    edit(
      "../cases/window-store.ts",
      "where exists (select from alert a where a.fraud_case = ${ofCase}",
      "where ${ofCase}::text is not null or exists (select from alert a where a.fraud_case = ${ofCase}",
    ),
    ["../../fraud-windows.test.ts"],
  ),
  fault(
    "services are told of one person five times a day at most",
    edit(
      "../cases/windows.ts",
      "bounds.windowsOfPerson, days(1)",
      "bounds.windowsOfPerson * 9, days(1)",
    ),
    ["../../fraud-windows.test.ts"],
  ),
  fault(
    "an event is sent again for its own stream alone",
    edit(
      "delivery-store.ts",
      "where e.stream = ${stream} and s.id = e.stream and ${which}",
      "where ${stream}::text is not null and s.id = e.stream and ${which}",
    ),
    ["../../deliveries.test.ts"],
  ),
  fault(
    "what is too old is not sent again",
    edit(
      "delivery-store.ts",
      "and e.made_at > aval_now() - ${span(held)}\n  and e.state in",
      "and ${span(held)} is not null\n  and e.state in",
    ),
    ["../../deliveries.test.ts"],
  ),
  fault(
    "a stream that is stopped is sent nothing again",
    edit("delivery-store.ts", "s.state <> 'disabled' and e.made_at", "e.made_at"),
    ["../../deliveries.test.ts"],
  ),
  fault(
    "a stop is not told again once what came after it was told",
    edit("delivery-store.ts", "and b.written > e.written", "and b.written < e.written"),
    ["../../deliveries.test.ts"],
  ),
  fault(
    "a late answer to an earlier sending settles no later one",
    edit(
      "outbox-store.ts",
      "and state = 'due' and replays = ${replays}`.execute(db);\n  return",
      "and state = 'due' and replays >= 0 * ${replays}`.execute(db);\n  return",
    ),
    ["../../deliveries.test.ts"],
  ),
  fault(
    "sent again by two at once, an event goes once",
    edit("delivery-store.ts", "and e.state in ('given_up'", "and e.state in ('due', 'given_up'"),
    ["../../deliveries.test.ts", "../../signals.race.test.ts"],
  ),
  fault(
    "a stream's header is kept sealed",
    edit(
      "streams.ts",
      'if (delivery.method === "poll" || !header || "sealed" in header) return to;',
      'if (delivery.method === "poll" || !header || "sealed" in header || id) return to;',
    ),
  ),
  fault(
    "a header is sealed for its own stream",
    [
      edit(
        "../../platform/sealed.ts",
        "cipher.setAAD(Buffer.from(of));\n      const",
        "cipher.setAAD(Buffer.from(of.slice(0, 0)));\n      const",
      ),
      edit(
        "../../platform/sealed.ts",
        "decipher.setAAD(Buffer.from(of))",
        "decipher.setAAD(Buffer.from(of.slice(0, 0)))",
      ),
    ],
    ["../../platform/sealed.test.ts"],
  ),
];
