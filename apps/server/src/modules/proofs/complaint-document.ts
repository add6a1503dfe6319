import type { Manuscript } from "#platform/typeset";
import { words } from "./complaint-words.ts";
import type { Complaint } from "./complaint-lines.ts";

/** The name of the proofs inside the file: what its text tells its reader to save. */
export const attachmentName = "preuves.json";

/**
 * A complaint file, as it is set: A4, in French, tagged (headings, lists, tables with header cells), with the proofs attached. Every text
 * comes by a file that the source reads as data: a name or a browser's own description is text, never a command.
 */
export const complaintDocument = (complaint: Complaint, proofs: string): Manuscript => ({
  source,
  files: {
    "complaint.json": JSON.stringify({ ...complaint, words }),
    [attachmentName]: proofs,
  },
});

const source = `
#let it = json("complaint.json")
#let w = it.words
#let green = rgb("#0f4a3a")
#let quiet = rgb("#4a5a54")
#set document(title: w.title + " – " + it.name, author: it.brand)
#set page(
  paper: "a4", margin: (x: 18mm, top: 18mm, bottom: 20mm),
  footer: context [
    #set text(size: 8pt, fill: quiet)
    #it.foot #h(1fr) #counter(page).display("1 / 1", both: true)
  ],
)
#set text(font: "DejaVu Sans", size: 9.5pt, fill: rgb("#12211c"), lang: "fr", hyphenate: false)
#set par(leading: 0.62em, spacing: 0.85em)
#set table(stroke: (x, y) => (bottom: 0.5pt + rgb("#c3cfca")), inset: (x: 2mm, y: 1.6mm), align: left + top)
#show table.cell.where(y: 0): set text(weight: "bold", fill: green)
#show heading.where(level: 1): set text(size: 20pt, fill: green)
#show heading.where(level: 2): set text(size: 13pt, fill: green)
#show heading.where(level: 3): set text(size: 10.5pt, fill: green)
#show heading: set block(above: 1.5em, below: 0.75em, sticky: true)
#show raw: set text(font: "DejaVu Sans", size: 9pt)
#let rows(columns, heads, lines) = table(
  columns: columns,
  table.header(repeat: true, ..heads),
  ..lines.flatten(),
)
#let said(one) = block(breakable: false, {
  text(weight: if one.isGrave { "bold" } else { "regular" }, one.what)
  for line in one.details { linebreak(); text(size: 8.5pt, fill: quiet, line) }
})
#let whole(body) = block(breakable: false, body)
#let moment(at) = whole({ text(size: 8.5pt, at.paris); linebreak(); text(size: 8pt, fill: quiet, at.utc) })
#let listed(one) = list(..one, marker: [•], spacing: 0.6em)
#pdf.attach("${attachmentName}", mime-type: "application/json", relationship: "data", description: w.attachment)

#text(size: 12pt, weight: "bold", fill: green, it.brand)
= #w.title
#text(size: 11pt, fill: quiet, w.lead)

#block(width: 100%, inset: 4mm, radius: 2mm, fill: rgb("#eef4f1"))[
  #set terms(separator: [ : ], hanging-indent: 0pt, spacing: 0.65em)
  #for (name, value) in it.about { terms.item(name, value) }
]

== #w.brief
#listed(it.brief)

== #w.timeline
#w.timelineText #w.timelineKnown
#if it.cut != none [ #it.cut ]
#rows((36mm, 1fr, 36mm, 18mm), (w.columns.when, w.columns.what, w.columns.known, w.columns.place), it.events.map(one => (
  moment(one.at), said(one), if one.known == none { [–] } else { moment(one.known) }, text(size: 8.5pt, one.place),
)))

== #w.stopped
#if it.stopped.len() == 0 { w.stoppedNone } else {
  rows((36mm, 1fr, 18mm), (w.columns.when, w.columns.what, w.columns.place), it.stopped.map(one => (
    moment(one.at), said(one), text(size: 8.5pt, one.place),
  )))
}

== #w.services
#if it.services.len() == 0 { w.servicesNone } else {
  let h = w.servicesColumns
  rows((1fr, 25mm, 36mm, 36mm, 24mm), (h.service, h.sessions, h.first, h.last, h.disowned), it.services.map(one => (
    one.service, str(one.sessions), moment(one.first), moment(one.last), str(one.disowned),
  )))
}
=== #w.answers
#if it.answers.len() == 0 { w.answersNone } else {
  let h = w.answersColumns
  rows((1fr, 36mm, 20mm, 22mm), (h.service, h.at, h.acts, h.cancelled), it.answers.map(one => (
    one.service, moment(one.at), str(one.acts), str(one.cancelled),
  )))
}

== #w.phones
#if it.phones.len() == 0 { w.phonesNone } else {
  let h = w.phonesColumns
  rows((1fr, 46mm, 36mm), (h.label, h.state, h.since), it.phones.map(one => (
    one.label, one.state, if one.since == none { [–] } else { moment(one.since) },
  )))
}
== #w.places
#if it.places.len() == 0 { w.placesNone } else {
  let h = w.placesColumns
  rows((1fr, 36mm, 36mm), (h.declared, h.since, h.used), it.places.map(one => (one.declared, moment(one.since), moment(one.used))))
}

== #w.shows
#block(breakable: false)[
  === #w.showsDo
  #listed(w.showsDoLines)
]
#block(breakable: false, width: 100%, inset: 4mm, radius: 2mm, stroke: 1pt + rgb("#9c2f1f"))[
  === #w.showsNot
  #listed(w.showsNotLines)
]

== #w.law
#w.lawText
#listed(w.lawLines)

== #w.yours
#for line in w.yoursLines {
  block(breakable: false)[#line #for _ in range(3) { v(6mm); std.line(length: 100%, stroke: 0.4pt + rgb("#c3cfca")) } #v(2mm)]
}

== #w.verify
#w.verifyText
#enum(..w.verifySteps)
#raw(w.command)
#[
  #set terms(separator: [ : ], hanging-indent: 0pt, spacing: 0.9em)
  #set raw(lang: none)
  #for (name, value) in it.proof { terms.item(name, { linebreak(); raw(value) }) }
]
`;
