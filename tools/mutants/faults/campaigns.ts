import { faultsIn } from "../fault.ts";

const sending = faultsIn("apps/server/src/modules/campaigns", ["campaigns.test.ts"]);
const writing = faultsIn("apps/server/src/modules/campaigns", ["text.test.ts"]);
const being = faultsIn("apps/server/src/modules/campaigns", ["campaign.test.ts"]);
const racing = faultsIn("apps/server/src/modules/campaigns", ["campaigns.race.test.ts"]);
const asking = faultsIn("apps/server/src", ["campaigns.test.ts"]);

const drilling = faultsIn("apps/server/src/modules/campaigns", ["drills.test.ts"]);
const drawing = faultsIn("apps/authenticator/src/drills", ["state.test.ts"]);

/** One message to many: written by one, signed by another, sent once. */
export const campaignFaults = [
  sending.fault(
    "an Order reaches its own professions only",
    sending.edit(
      "store.ts",
      "return hasProfession(reach.codes, reach.areExcluded);",
      "return sql`true`;",
    ),
  ),
  sending.fault(
    "a segment is those of every criterion",
    sending.edit("store.ts", 'sql`p.has_phone = ${phone === "with"}`', "sql`true`"),
  ),
  sending.fault(
    "whoever is blocked or frozen is passed over",
    sending.edit("campaigns.ts", 'taken.isStopped ? "skipped" : "told"', '"told"'),
  ),
  sending.fault(
    "an alert stands behind a few messages of campaigns at most",
    sending.edit(
      "campaigns.ts",
      "if ((await store.onTheWay(deps.db, most)) >= most) return 0;",
      "",
    ),
  ),
  sending.fault(
    "a minute tells so many, of all campaigns and nodes",
    sending.edit(
      "campaigns.ts",
      "bounds.campaignPace, minutes(1)",
      "bounds.campaignPace * 9, minutes(1)",
    ),
  ),
  sending.fault(
    "telephones are told by day",
    sending.edit("store.ts", "or not 'sms' = any(c.channels)", "or c.state = 'sending'"),
  ),
  sending.fault(
    "what waits to leave when a campaign is stopped does not leave",
    sending.edit("campaigns.ts", "await deps.notices.takeBack(tx, id);", ""),
  ),
  sending.fault("a campaign that is stopped tells nobody more", [
    sending.edit("store.ts", "and state = 'sending' for share", "for share"),
    sending.edit("store.ts", "where c.state = 'sending' and (${isByDay}", "where (${isByDay}"),
  ]),
  racing.fault("each is told once, by whichever node goes on", [
    racing.edit(
      "store.ts",
      "and professional = ${professional} and state = 'due' for update skip locked",
      "and professional = ${professional}",
    ),
    racing.edit(
      "store.ts",
      "where campaign = ${campaign} and professional = ${professional} and state = 'due'`.execute(tx);\n  return result",
      "where campaign = ${campaign} and professional = ${professional}`.execute(tx);\n  return result",
    ),
  ]),
  writing.fault(
    "no text has three digits that could be read out",
    writing.edit("text.ts", "digits.test(undated) || ", ""),
  ),
  writing.fault("nor spelled", writing.edit("text.ts", " || spelledDigits.test(undated)", "")),
  writing.fault(
    "no text leads somewhere",
    writing.edit("text.ts", 'if (leadsSomewhere.test(bare)) return "address";', ""),
  ),
  writing.fault(
    "nothing invisible, no markup, no digit of another script",
    writing.edit("text.ts", 'if (!letters.test(bare)) return "letters";', ""),
  ),
  being.fault(
    "whoever wrote it does not begin it",
    being.edit("campaign.ts", "if (campaign.by === second)", "if (campaign.scope === second)"),
  ),
  being.fault(
    "what is signed is every word",
    being.edit("campaign.ts", "texts: given.texts as unknown as Json,", ""),
  ),
  asking.fault(
    "what is asked for is what was previewed",
    asking.edit(
      "modules/campaigns/campaigns.ts",
      'if (machine.digestOf({ ...given, scope, people }) !== digest) return deny("campaign_changed");',
      "",
    ),
  ),
  asking.fault(
    "it begins only for as many as were signed for",
    asking.edit(
      "modules/campaigns/campaigns.ts",
      "!== people)\n      return deny",
      "< 0)\n      return deny",
    ),
  ),
  asking.fault(
    "a signature over another campaign begins nothing",
    asking.edit(
      "modules/campaigns/campaigns.ts",
      "signedExactly(who, assertion, statementOf(written))",
      "signedExactly(who, assertion, {})",
    ),
  ),
  asking.fault(
    "what has a fault is not asked for",
    asking.edit(
      "modules/campaigns/campaigns.ts",
      'if (faultsOf(given.texts).length > 0) return deny("campaign_text");',
      "",
    ),
  ),
  asking.fault(
    "whoever may make no campaigns any more is neither of the two",
    asking.edit(
      "modules/campaigns/campaigns.ts",
      'if (!(await deps.staff.mayAct(one, "make_campaigns", tx, [scope])))',
      "if (one === scope)",
    ),
  ),
  drilling.fault(
    "whoever wants no more exercises gets none",
    drilling.edit("drill-store.ts", "where not drill_turn.is_off and", "where"),
  ),
  drilling.fault(
    "exercises of one holder are thirty days apart",
    drilling.edit(
      "drill-store.ts",
      " and drill_turn.drawn_on <= (aval_now() - ${span(apart)})::date\n      returning",
      "\n      returning",
    ),
  ),
  drilling.fault(
    "an exercise is drawn in calm",
    drilling.edit("drill-store.ts", " and not p.is_busy", ""),
  ),
  drilling.fault(
    "who was not told draws nothing",
    drilling.edit("drill-store.ts", " and r.state = 'told'", ""),
  ),
  drilling.fault(
    "only a full phone draws an exercise",
    drilling.edit("drills.ts", 'if (level !== "full") return done({});', ""),
  ),
  drilling.fault(
    "an answer of a campaign that was stopped counts no more",
    drilling.edit(
      "drill-store.ts",
      "c.id = ${given.campaign} and c.state in ('sending', 'done')",
      "c.id = ${given.campaign}",
    ),
  ),
  drilling.fault(
    "an answer is written with four others",
    drilling.edit("drill.ts", "< bounds.drillFewest", "< 1"),
  ),
  drilling.fault(
    "fewer than five of anything are not shown",
    drilling.edit("drill-store.ts", "case when went_on >= ${fewest} then went_on end", "went_on"),
  ),
  drilling.fault(
    "what was signed for another purpose counts for nothing",
    drilling.edit(
      "drills.ts",
      "await verifyCompact(jws, purposes.drill, deps.seal().jwk)",
      'JSON.parse(Buffer.from(jws.split(".")[1] ?? "", "base64url").toString())',
    ),
  ),
  drawing.fault(
    "nothing real is hidden by an exercise",
    drawing.edit(
      "state.ts",
      "to(isCalm(model) ? drill(event.signed) : screen)",
      "to(drill(event.signed))",
    ),
  ),
  drawing.fault(
    "somebody of ours who calls takes an exercise away",
    drawing.edit(
      "state.ts",
      'screen.at === "drill" && event.status?.caller ?',
      'screen.at === "drill-over" && event.status?.caller ?',
    ),
  ),
  asking.fault(
    "the exercise is part of what is signed",
    asking.edit(
      "modules/campaigns/campaign.ts",
      "...(given.drill ? { drill: given.drill } : {}),",
      "",
    ),
  ),
  asking.fault(
    "whoever wrote a notice does not publish it",
    asking.edit(
      "modules/campaigns/public-notices.ts",
      'if (found.by === who.member) return deny("campaign_two_people");',
      "",
    ),
  ),
  asking.fault(
    "a signature over another notice publishes nothing",
    asking.edit(
      "modules/campaigns/public-notices.ts",
      "signedExactly(who, assertion, statementOf(found.value))",
      "signedExactly(who, assertion, {})",
    ),
  ),
  asking.fault(
    "a notice is published once",
    asking.edit(
      "modules/campaigns/public-notice-store.ts",
      "and state = 'waiting' and by_member <> ${given.second}",
      "and by_member <> ${given.second}",
    ),
  ),
  asking.fault(
    "a notice that is retired says so",
    asking.edit(
      "modules/campaigns/public-notice-pages.ts",
      "one.retiredAt !== undefined && notice(",
      "one.retiredAt === null && notice(",
    ),
  ),
  asking.fault(
    "a notice with a fault is not asked for",
    asking.edit(
      "modules/campaigns/public-notices.ts",
      'if (faultsIn(given).length > 0) return deny("campaign_text");',
      "",
    ),
  ),
  asking.fault(
    "what everybody may read is asked of the database once in some seconds",
    asking.edit(
      "modules/campaigns/public-notice-board.ts",
      "if (kept && now < kept.until) return kept.all;",
      "",
    ),
  ),
  asking.fault(
    "what was published or retired here is shown at once",
    asking.edit(
      "modules/campaigns/public-notices.ts",
      "deps.board.changed();\n  return done(await view(deps, who));\n}\n\n/** Before it is signed",
      "return done(await view(deps, who));\n}\n\n/** Before it is signed",
    ),
  ),
];
