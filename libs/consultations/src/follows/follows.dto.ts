export class FollowView {
  kind: 'consultation' | 'theme' | 'municipality' | 'proposal'
  /** Identifier of a consultation or proposal, code of a theme, INSEE code of a commune. */
  target: string
  /** Title or name; null for a theme, whose name is in the catalogue. */
  name: string | null
  /** The consultation, or the one of the proposal. */
  slug: string | null
  /** Of the proposal. */
  number: number | null
  /** ISO 8601. */
  followedAt: string
}

export class FollowPageView {
  items: FollowView[]
  total: number
  page: number
  perPage: number
}

export class FollowedView {
  followed: boolean
}
