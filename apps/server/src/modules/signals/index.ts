/**
 * What is observed around a request, reduced to what is known: whether two ends share a network, and what a browser says
 * it is. Pure; it stores nothing yet. A place in words is never invented (DESIGN 5.4).
 */
export { declaredBrowser } from "./browser.ts";
export { distance, networkOf } from "./network.ts";
