// Health check of a container: HEALTH_URL answers. One-shot containers have none and are healthy while they run.
const url = process.env.HEALTH_URL
if (url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4000) }).catch(() => undefined)
  process.exit(answer?.ok ? 0 : 1)
}
