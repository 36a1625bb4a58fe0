export interface Phase {
  title: string
  state: 'scheduled' | 'open' | 'closed'
  /** ISO 8601 */
  opensAt: string
  /** ISO 8601 */
  closesAt: string
  href?: string
}

export type PhaseStep = { kind: 'phase', phase: Phase, done: number } | { kind: 'today' }

/**
 * The phases with today between them: today's mark stands alone only when no phase is open (before, between, after);
 * inside an open phase it is the end of the part already gone (`done`, per cent).
 */
export function phaseLine(phases: Phase[], now: string): PhaseStep[] {
  const at = Date.parse(now)
  const steps: PhaseStep[] = phases.map(phase => ({ kind: 'phase', phase, done: doneShare(phase, at) }))
  if (phases.length === 0 || phases.some(phase => phase.state === 'open')) return steps
  const next = phases.findIndex(phase => phase.state === 'scheduled')
  steps.splice(next === -1 ? phases.length : next, 0, { kind: 'today' })
  return steps
}

function doneShare({ state, opensAt, closesAt }: Phase, at: number) {
  if (state === 'closed') return 100
  if (state === 'scheduled') return 0
  const share = (at - Date.parse(opensAt)) / (Date.parse(closesAt) - Date.parse(opensAt))
  return Math.round(Math.min(Math.max(share, 0.02), 1) * 1000) / 10
}
