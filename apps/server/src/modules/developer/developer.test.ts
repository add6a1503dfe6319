import assert from "node:assert/strict";
import { test } from "node:test";
import fastify from "fastify";
import { developerRoutes } from "./index.ts";

test("the people to try with are one list, as they were given and in that order", async () => {
  const people = [
    { nationalId: "899700000013", name: "Solène MARCHEVOIX", story: "de garde" },
    { nationalId: "899700000021", name: "Bastien ORVALLE", story: "remplaçant" },
  ];
  const app = fastify();
  developerRoutes(app, people);
  const answer = await app.inject({ url: "/developer/people.json" });
  assert.equal(answer.statusCode, 200);
  assert.match(String(answer.headers["content-type"]), /^application\/json/);
  assert.deepEqual(answer.json(), people);
  await app.close();
});
