import type { Refusal } from '@parvis/platform'

const MINUTE = 60_000

export interface EditFacts {
  /** Milliseconds. */
  sentAt: number
  now: number
  /** Null: until the phase closes. */
  editMinutes: number | null
  /** An official answer to it is published. */
  answered: boolean
  versions: number
}

/** Of one text: enough for anybody, and its history can be read. */
export const MOST_VERSIONS = 50

/** Why a text may not be corrected any more while its phase is open; null when it may. */
export function editRefusal({ sentAt, now, editMinutes, answered, versions }: EditFacts): Refusal | null {
  // What was answered stays what it was answered for.
  if (answered) return { code: 'proposal.answered' }
  if (editMinutes !== null && now >= sentAt + editMinutes * MINUTE) return { code: 'proposal.edit-window-over', facts: { minutes: editMinutes } }
  if (versions >= MOST_VERSIONS) return { code: 'proposal.too-many-versions', facts: { limit: MOST_VERSIONS } }
  return null
}

/** What is wrong with rules that staff typed. */
export function rulesRefusals({ supportsMost, supportsLeast }: { supportsMost: number | null, supportsLeast: number | null }): Refusal[] {
  return supportsMost !== null && supportsLeast !== null && supportsLeast > supportsMost ? [{ code: 'support.least-above-most', at: 'supportsLeast', facts: { most: supportsMost } }] : []
}
