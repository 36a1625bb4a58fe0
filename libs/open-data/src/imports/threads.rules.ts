/** A comment of a file, with what it answers there. */
export interface Said {
  sourceId: string
  /** Null: it answers nothing. */
  parentId: string | null
  /** What carries it: an answer stands where what it answers stands. */
  subject: string
}

export interface Placed {
  /** What it answers here; null: it begins a thread. */
  parentId: string | null
  rootId: string | null
  depth: number
  /** Whom it really answered, when that is deeper than threads go here. */
  answeredId: string | null
  trouble: 'parent-missing' | 'parent-elsewhere' | 'circle' | 'flattened' | null
}

/**
 * Where each comment stands in a thread of `levels` levels. Nothing is lost: an answer to what is not in the file begins a thread of its
 * own, and one that is too deep answers the last of its ancestors that may be answered. The order of the answer is the order of `comments`.
 */
export function threadsOf(comments: readonly Said[], levels: number): Placed[] {
  const known = new Map(comments.map((comment) => [comment.sourceId, comment]))
  const placed = new Map<string, Placed>()
  const root = (trouble: Placed['trouble']): Placed => ({ parentId: null, rootId: null, depth: 0, answeredId: null, trouble })

  function under(comment: Said, parent: Said): Placed {
    const above = placed.get(parent.sourceId) as Placed
    if (above.depth + 1 < levels) return { parentId: parent.sourceId, rootId: above.rootId ?? parent.sourceId, depth: above.depth + 1, answeredId: null, trouble: null }
    return { parentId: above.parentId, rootId: above.rootId, depth: above.depth, answeredId: parent.sourceId, trouble: 'flattened' }
  }

  for (const comment of comments) {
    // Up to something that has its place, then down again: a thread of a thousand answers needs no recursion.
    const waiting: Said[] = []
    const seen = new Set<string>()
    for (let at: Said | undefined = comment; at && !placed.has(at.sourceId); at = at.parentId === null ? undefined : known.get(at.parentId)) {
      if (seen.has(at.sourceId)) {
        placed.set(at.sourceId, root('circle'))
        break
      }
      seen.add(at.sourceId)
      waiting.push(at)
    }
    for (const one of waiting.reverse()) {
      if (placed.has(one.sourceId)) continue
      const parent = one.parentId === null ? undefined : known.get(one.parentId)
      placed.set(one.sourceId, one.parentId === null ? root(null) : !parent ? root('parent-missing') : parent.subject !== one.subject ? root('parent-elsewhere') : under(one, parent))
    }
  }
  return comments.map(({ sourceId }) => placed.get(sourceId) as Placed)
}
