/**
 * Options from first to last by a public draw: ordered by the SHA-256 of the seed, a line feed and the id, as lower-case
 * hexadecimal. Who states before the vote where the seed will come from (a lottery of that evening, say) can choose nothing after it.
 * Anybody repeats it: `printf '%s\n%s' SEED ID | sha256sum`.
 */
export async function drawnOrder(ids: readonly string[], seed: string): Promise<string[]> {
  const hashed = await Promise.all(ids.map(async (id) => ({ id, hash: await sha256(`${seed}\n${id}`) })))
  return hashed.sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0)).map(({ id }) => id)
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
