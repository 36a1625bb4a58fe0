// Load on one address: as many requests at once as connections, each sent when the one before it was answered.
import autocannon from 'autocannon'

export const CONNECTIONS = 32

/**
 * @param {string} origin
 * @param {number} seconds
 * @param {object | (() => object)} request `{ method, path, headers, body }`, or a function that makes the next one
 * @returns {Promise<{ perSecond: number, p50: number, p99: number, refused: number }>} milliseconds; refused: answers that are not 2xx, and errors
 */
export async function load(origin, seconds, request) {
  const result = await autocannon({
    url: origin,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [typeof request === 'function' ? { setupRequest: (before) => ({ ...before, ...request() }) } : request],
  })
  return {
    perSecond: result['2xx'] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    refused: result.non2xx + result.errors + result.timeouts,
  }
}
