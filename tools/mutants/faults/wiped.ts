import { faultsIn } from "../fault.ts";

/** The same phone after a wipe: what its passkey, its place and its old installation's silence each hold. */
const { edit, fault } = faultsIn("apps/server/src/modules/enrolment", ["wiped.test.ts"]);
const inDevices = faultsIn("apps/server/src/modules/devices", ["../enrolment/wiped.test.ts"]);
const inPlaces = faultsIn("apps/server/src/modules/places", ["../../enrol-wiped.test.ts"]);
const inPasskeys = faultsIn("apps/server/src/modules/passkeys", ["../../enrol-wiped.test.ts"]);
const frozenPhone = faultsIn("apps/server/src/modules", ["../frozen-phone.test.ts"]);
const race = ["../enrolment/enrolment.race.test.ts"];

export const wipedFaults = [
  fault(
    "a page that is over proves nothing",
    edit("wiped.ts", "if (!page || page.isOver) return", "if (!page) return"),
  ),
  fault(
    "a place that its holder has ended proves nothing of what was scanned there",
    edit(
      "wiped.ts",
      "if (!(await keepsPlace(deps, tx, professional, page.openedBy))) return",
      "if (!page.openedBy) return",
    ),
  ),
  fault(
    "a place that ended since the proof brings no phone back",
    edit(
      "wiped.ts",
      "if (place === undefined || !(await keepsPlace(deps, tx, professional, place)))",
      "if (place === undefined)",
    ),
  ),
  fault(
    "another holder's passkey brings no phone back",
    edit("wiped.ts", "key.professional !== professional || ", ""),
  ),
  fault(
    "a key that one carries is not the phone's own",
    edit("wiped.ts", ' || key.kind !== "phone"', ""),
  ),
  fault(
    "a passkey that is over, waits or was copied brings no phone back",
    edit(
      "wiped.ts",
      "if (!(await key.count(tx as unknown as Database<AnyTables>))) return done({ counted: false });",
      "await key.count(tx as unknown as Database<AnyTables>);",
    ),
  ),
  fault(
    "a passkey that may be copied gives a phone to confirm, whatever the old one had",
    edit("wiped.ts", 'key.isHardwareHeld ? withKey("wiped") : undefined', 'withKey("wiped")'),
  ),
  fault(
    "held by hardware it gives what the old installation had, and no more",
    edit("machine.ts", '(oldPhone?.level ?? "limited")', '"full"'),
  ),
  fault(
    "an old installation that is lost or removed brings no phone back",
    edit(
      "machine.ts",
      "isBeginning || oldPhone?.isActive ? undefined",
      "isBeginning || oldPhone ? undefined",
    ),
  ),
  fault(
    "an old installation's word ends it for good",
    edit("wiped.ts", '{ move: "alive" }', '{ move: "told" }'),
  ),
  fault(
    "of what one phone began twice the first ends",
    edit("wiped.ts", 'await end(deps, tx, before, "begun_again");', "return;"),
  ),
  fault(
    "only a passkey that hardware holds ends the old installation",
    edit("wiped.ts", 'rowOf(standing.path)?.old === "ends"', "rowOf(standing.path) !== undefined"),
  ),
  fault(
    "an old installation's word stops the phone that stands beside it",
    edit("wiped.ts", " ?? (await stopBeside(deps, tx, id))", ""),
  ),
  inDevices.fault("of two that stand beside one installation there is one", [
    inDevices.edit("cleared-store.ts", " and d.replaced_by is null\n", "\n"),
    inDevices.edit(
      "cleared-store.ts",
      "\n      and cleared_by = ${enrolment} and replaced_by is null`",
      "`",
    ),
  ]),
  inDevices.fault(
    "what was shown in person stands by itself",
    inDevices.edit("devices.ts", "await cleared.recordStandsAlone(tx, id);", ""),
  ),
  inDevices.fault(
    "an installation that has spoken since the scan is taken for cleared by nothing",
    [
      inDevices.edit("cleared-store.ts", "\n      and ${enrolment} = any(d.listened_for)", ""),
      inDevices.edit(
        "cleared-store.ts",
        "replaced_by = null, listened_for = null\n",
        "replaced_by = null\n",
      ),
    ],
  ),
  fault(
    "from the scan on each installation of the holder's is listened for",
    edit(
      "enrolment.ts",
      "await deps.devices.listen(tx, { professional, enrolment: id });",
      "return;",
    ),
  ),
  fault(
    "a page is watched and stopped by its own browser only",
    edit("place.ts", " || page.openedBy !== browser", ""),
  ),
  inPlaces.fault(
    "a place that sleeps opens no page for a wiped phone",
    inPlaces.edit(
      "places.ts",
      'const [own, ...more] = all.filter((one) => placeAt(one, now).state === "aged");',
      "const [own, ...more] = all.filter((one) => now > one.madeAt);",
    ),
  ),
  fault(
    "a place that is one no more binds nobody",
    edit(
      "enrolment.ts",
      'if (kind === "place" && !(await keepsPlace(deps, tx, holder.professional, openedBy)))',
      'if (kind === "place" && !openedBy)',
    ),
  ),
  inDevices.fault(
    "an installation that speaks says so to what took it for cleared",
    inDevices.edit(
      "devices.ts",
      "device.isListenedFor ? await speaks(deps, device) : device",
      "device",
    ),
  ),
  inDevices.fault(
    "of an installation's word and an activation in its place one is first",
    [
      inDevices.edit("cleared-store.ts", "\n      and cleared_by = ${enrolment}`", "`"),
      edit("wiped.ts", " || held?.version !== version", " || !held"),
    ],
    race,
  ),
  inPlaces.fault(
    "a place of several opens no page for a wiped phone",
    inPlaces.edit(
      "places.ts",
      "return isShared ? undefined : professional;",
      "return professional;",
    ),
  ),
  fault(
    "what a cleared installation made ends as another takes its place",
    edit("wiped.ts", "await deps.endMadeBy(all, { professional, device: oldPhone });", ""),
    ["../../enrol-wiped.test.ts"],
  ),
  inDevices.fault(
    "an installation that was replaced says as which its phone goes on",
    inDevices.edit("cleared-store.ts", ", replaced_by = ${by}", ""),
    ["../../enrol-wiped.test.ts"],
  ),
  inDevices.fault(
    "whoever stops an installation stops what it goes on as",
    inDevices.edit(
      "store.ts",
      "where id in (select id from line) and state",
      "where id = ${id} and state",
    ),
    ["../../enrol-wiped.test.ts"],
  ),
  inPasskeys.fault(
    "a phone's own passkey goes on with it",
    inPasskeys.edit(
      "store.ts",
      "update passkey set device = ${to}, browser = ${ik}",
      "update passkey set browser = ${ik}",
    ),
  ),
  frozenPhone.fault(
    "a freeze's phone is worth one to be confirmed",
    frozenPhone.edit("devices/phone-store.ts", "${worth} as level", "level"),
  ),
  frozenPhone.fault(
    "a freeze's phone is of the day on which it was cleared",
    frozenPhone.edit(
      "devices/store.ts",
      "awaits_clearing = null, activated_at = aval_now() where",
      "awaits_clearing = null where",
    ),
  ),
  frozenPhone.fault(
    "a freeze's phone leaves its place once that ended for good, and not before",
    frozenPhone.edit(
      "enrolment/desk.ts",
      'state === "contested" || state',
      'state === "held" || state',
    ),
  ),
  frozenPhone.fault(
    "a freeze's phone is spoken of once it has scanned",
    frozenPhone.edit("desk/visits.ts", 'page.state === "bound" ? await', "page.state ? await"),
  ),
];
