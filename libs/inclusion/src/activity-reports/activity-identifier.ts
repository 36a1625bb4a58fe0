import { createHash } from 'node:crypto'

/** In the form of a UUID, as the Coop names its activities; made of what it is about (version 8 of RFC 9562), so that the same thing always has the same one. */
export function activityIdentifier(about: string): string {
  const hash = createHash('sha256').update(`parvis/activity/v1\n${about}`).digest('hex')
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}
