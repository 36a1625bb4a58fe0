export class MeetingConsultationView {
  id: string
  slug: string
  title: string
}

export class MeetingPlaceView {
  name: string
  address: string
  postalCode: string
  municipalityCode: string | null
  municipalityName: string | null
  /** A centre of ours, with a page. */
  centreSlug: string | null
  access: string
  accessibility: ('step-free' | 'induction-loop' | 'sign-language' | 'easy-parking' | 'accessible-toilets' | 'seats')[]
}

export class MeetingSummaryView {
  id: string
  number: number
  title: string
  kind: 'in_person' | 'online' | 'both'
  state: 'draft' | 'published' | 'cancelled' | 'held'
  /** Its consultation is suspended. */
  suspended: boolean
  consultation: MeetingConsultationView
  /** Null: online only. */
  place: MeetingPlaceView | null
  startsAt: string
  endsAt: string
  languages: string[]
  /** Null: no limit. */
  places: number | null
  placesLeft: number | null
  minutesPublished: boolean
  questionsCount: number
}

export class MeetingPageView {
  items: MeetingSummaryView[]
  total: number
  page: number
  perPage: number
}

export class MeetingOnlineView {
  /** Null: shown to who registered. */
  url: string | null
  for: 'registered' | 'everybody'
}

export class AgendaPointView {
  time: string
  title: string
}

export class MeetingLinkView {
  title: string
  url: string
}

export class QuestionView {
  number: number
  question: string
  answer: string
  answeredAt: string | null
  /** The day promised. */
  dueOn: string | null
  state: 'answered' | 'awaited' | 'late'
  revision: number
}

export class NotedQuestionView {
  number: number
}

export class MinutesView {
  text: string
  links: MeetingLinkView[]
  publishedAt: string
  /** People; null: fewer than ten, or not counted. */
  registered: number | null
  came: number | null
}

export class OwnRegistrationView {
  state: 'confirmed' | 'waiting'
  /** From 1: how many are before, and oneself. Null for a place. */
  queue: number | null
}

export class MeetingView extends MeetingSummaryView {
  body: string
  online: MeetingOnlineView | null
  agenda: AgendaPointView[]
  cancelReason: string | null
  /** Somebody who registers now gets a place, waits, or is refused. */
  registration: 'open' | 'waiting-list' | 'closed'
  /** Of the account that asks. */
  mine: OwnRegistrationView | null
  questions: QuestionView[]
  minutes: MinutesView | null
}

export class StaffMeetingView extends MeetingView {
  revision: number
  onlineUrl: string | null
  eraseAfterDays: number
  erasedAt: string | null
  registered: number
  waiting: number
  /** Everybody who was counted at the door; null: nobody counted yet. */
  came: number | null
  walkIns: number | null
  minutesText: string
  links: MeetingLinkView[]
}

export class StaffMeetingsView {
  /** The next first, then the past ones; two hundred at most. */
  items: StaffMeetingView[]
}

export class RegisteredView {
  /** `K7QM-2D9X-4TRW`: with it the registration is looked at and cancelled. */
  code: string
  state: 'confirmed' | 'waiting'
  queue: number | null
}

/** What a code shows: never who registered. */
export class RegistrationView {
  state: 'confirmed' | 'waiting' | 'cancelled'
  queue: number | null
  meeting: MeetingSummaryView
  onlineUrl: string | null
  /** It can still be cancelled. */
  cancellable: boolean
}

export class RegistrationRowView {
  id: string
  /** Empty: erased. */
  name: string
  email: string | null
  phone: string | null
  needs: string
  state: 'confirmed' | 'waiting' | 'cancelled'
  queue: number | null
  channel: 'online' | 'on_behalf' | 'phone'
  centreSlug: string | null
  registeredAt: string
  came: boolean
}

export class RegistrationListView {
  /** By name, then those who wait in their order; two thousand at most: the file holds all. */
  items: RegistrationRowView[]
  erasedAt: string | null
}

export class MeetingCommuneView {
  code: string
  name: string
  count: number
}

export class MeetingCommunesView {
  items: MeetingCommuneView[]
}
