/** Events of meetings. Those about one registration are turned into mails by apps/api; payloads hold identifiers, never a person. */
export const meetingEvents = {
  /** A meeting is announced: news for whoever follows the consultation. */
  published: 'meeting.published',
  registered: 'meeting.registered',
  movedUp: 'meeting.moved-up',
  reminder: 'meeting.reminder',
  changeTold: 'meeting.change-told',
  /** A meeting changed or was cancelled: whoever registered is to be told. */
  changed: 'meeting.changed',
} as const

export interface AboutRegistration {
  registrationId: string
}
