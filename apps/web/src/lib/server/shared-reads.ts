import { configuration } from './configuration'
import { get, type Received } from './get'

const MILLISECONDS = 2000
const MOST = 200

const kept = new Map<string, { answer: Promise<Received>, until: number }>()

/** What the API tells a stranger at this address: kept for two seconds, whoever the page is for, and asked once at a time. */
export function sharedGet(url: string, headers: Record<string, string>): Promise<Received> {
  if (!configuration.cachedPages) return get(url, headers)
  const known = kept.get(url)
  if (known && performance.now() < known.until) return known.answer
  const answer = get(url, headers)
  kept.delete(url)
  kept.set(url, { answer, until: performance.now() + MILLISECONDS })
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST) break
    kept.delete(oldest)
  }
  // A refusal or a failure is nobody else's.
  const forget = () => kept.get(url)?.answer === answer && kept.delete(url)
  answer.then(({ ok }) => ok || forget(), forget)
  return answer
}
