/**
 * Campaigns: one message to many professionals.
 *
 * Somebody on the staff chooses a segment by closed criteria of the directory (profession, département, one structure, with or without a phone),
 * writes a title and a text in French and in English, and sees the count and what each channel would show. Another one's key signs
 * exactly that: whom, how many, by what, every word. Then a round tells each once, through `notices`, at a pace of the whole deployment,
 * and anybody of the same authority stops it at once.
 *
 * It promises: nobody is told twice, by two nodes at once or after one was killed; nobody of another authority is reached; an alert waits
 * behind a few messages of a campaign at most; no phone rings, and telephones are told by day. Each reads in their history that they were told.
 * It refuses by design: a list of names; a number, an address, anything that looks like what enables (law 1), whoever types it; a message to
 * somebody blocked or frozen; to begin when the segment is no longer as many; to know what anybody answered to an exercise.
 *
 * Source: DESIGN section 7, *Campaigns*; decision 0075.
 */
import * as campaigns from "./campaigns.ts";
import type { Pool } from "./drill.ts";
import * as drills from "./drills.ts";
import * as publicNotices from "./public-notices.ts";

export { wordsOf as campaignWords } from "./campaigns.ts";
export { drillRoutes } from "./drill-routes.ts";
export { createNoticeBoard, type NoticeBoard } from "./public-notice-board.ts";
export { noticePages, publicNoticeRoutes } from "./public-notice-routes.ts";
export { campaignRoutes } from "./routes.ts";

export type Campaigns = ReturnType<typeof createCampaigns>;

export function createCampaigns(deps: campaigns.CampaignsDeps) {
  return {
    preview: (...given: Tail<typeof campaigns.preview>) => campaigns.preview(deps, ...given),
    ask: (...given: Tail<typeof campaigns.ask>) => campaigns.ask(deps, ...given),
    askSecond: (...given: Tail<typeof campaigns.askSecond>) => campaigns.askSecond(deps, ...given),
    second: (...given: Tail<typeof campaigns.second>) => campaigns.second(deps, ...given),
    withdraw: (...given: Tail<typeof campaigns.withdraw>) => campaigns.withdraw(deps, ...given),
    stop: (...given: Tail<typeof campaigns.stop>) => campaigns.stop(deps, ...given),
    run: () => campaigns.run(deps),
    view: (...given: Tail<typeof campaigns.view>) => campaigns.view(deps, ...given),
    drillTable: (...given: Tail<typeof campaigns.drillTable>) =>
      campaigns.drillTable(deps, ...given),
  };
}

export type Drills = ReturnType<typeof createDrills>;

/** Exercises that campaigns carry: drawn by phones, answered by nobody in particular, counted by profession. Decision 0081. */
export function createDrills(given: Omit<drills.DrillsDeps, "pool">) {
  const pool: Pool = new Map();
  const deps = { ...given, pool };
  return {
    draw: (...rest: Tail<typeof drills.draw>) => drills.draw(deps, ...rest),
    answer: (...rest: Tail<typeof drills.answer>) => drills.answer(deps, ...rest),
    end: (...rest: Tail<typeof drills.end>) => drills.end(deps, ...rest),
  };
}

export type PublicNotices = ReturnType<typeof createPublicNotices>;

/** What everybody may read at `/avis`: the same two people, and the same reading of every text. It stays at its address, retired or not. */
export function createPublicNotices(deps: publicNotices.PublicNoticesDeps) {
  return {
    preview: (...given: Tail<typeof publicNotices.preview>) =>
      publicNotices.preview(deps, ...given),
    ask: (...given: Tail<typeof publicNotices.ask>) => publicNotices.ask(deps, ...given),
    askSecond: (...given: Tail<typeof publicNotices.askSecond>) =>
      publicNotices.askSecond(deps, ...given),
    publish: (...given: Tail<typeof publicNotices.publish>) =>
      publicNotices.publish(deps, ...given),
    end: (...given: Tail<typeof publicNotices.end>) => publicNotices.end(deps, ...given),
    view: (...given: Tail<typeof publicNotices.view>) => publicNotices.view(deps, ...given),
  };
}

type Tail<F extends (deps: never, ...rest: never[]) => unknown> = F extends (
  deps: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;
