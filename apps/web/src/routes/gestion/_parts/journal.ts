import type { components } from '@parvis/api-client'
import { m } from '@parvis/texts'
import { dateShort, hour } from '$lib/format'
import { factsOf } from './journal-facts'
import { actionName, subjectName } from './words'

type Entry = components['schemas']['AuditEntryView']

/** An entry as people read it. */
export interface JournalLine {
  id: string
  at: string
  when: string
  sentence: string
  /** Somebody else's words inside the sentence. */
  what: string
  /** The consultation that it belongs to, where it is about a part of it. */
  consultation: { id: string, title: string } | null
  action: string
  facts: [name: string, value: string][]
}

const catalogue = m as unknown as Record<string, ((facts: { who: string, what: string }) => string) | undefined>

function who({ by, actor }: Entry): string {
  if (actor) return actor
  return by === 'platform' ? m.gestion_who_platform() : by === 'gone' ? m.gestion_who_gone() : m.gestion_who_person()
}

/** Who did what to which thing. Looks sentences up by name and so keeps the whole catalogue: on the server only. */
export function lineOf(entry: Entry): JournalLine {
  const { id, at, action, subject, subjectKind, consultation, consultationId, detail } = entry
  const what = subject ?? subjectName(subjectKind)
  const said = catalogue[`gestion_did_${action.replace(/[.-]/g, '_')}`]
  const known = { who: who(entry), what }
  return {
    id, at, when: `${dateShort(at)}, ${hour(at)}`, what, action: actionName(action),
    sentence: said ? said(known) : m.gestion_did_other({ ...known, action: actionName(action) }),
    consultation: consultation && consultationId && subjectKind !== 'consultation' ? { id: consultationId, title: consultation } : null,
    facts: factsOf(detail),
  }
}
