import type { SavedViewId } from "./ids.ts";

/** Lists that filters make, by their section of the console. */
export const viewSections = ["cases", "alerts"] as const;

/** A filter that a reader of the console named for themselves. */
export type SavedView = {
  readonly view: SavedViewId;
  readonly section: (typeof viewSections)[number];
  readonly name: string;
  /** What stands behind the question mark of its address; empty: no filter. */
  readonly query: string;
};

/** A reader's own, in the order in which they were named. */
export type SavedViews = { readonly views: readonly SavedView[] };
