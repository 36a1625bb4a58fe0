import { m } from '@parvis/texts'

const skills: Record<string, (() => string) | undefined> = {
  'welcome': m.reserve_skill_welcome, 'guide': m.reserve_skill_guide, 'carry': m.reserve_skill_carry, 'read-aloud': m.reserve_skill_read_aloud, 'sign-language': m.reserve_skill_sign_language, 'drive': m.reserve_skill_drive,
}
const availability: Record<string, (() => string) | undefined> = { weekday: m.reserve_when_weekday, evening: m.reserve_when_evening, weekend: m.reserve_when_weekend }
const missionStates: Record<string, (() => string) | undefined> = { open: m.reserve_state_open, done: m.reserve_state_done, cancelled: m.reserve_state_cancelled }
const answers: Record<string, (() => string) | undefined> = { proposed: m.reserve_answer_proposed, accepted: m.reserve_answer_accepted, declined: m.reserve_answer_declined }

export const skillCodes = ['welcome', 'guide', 'carry', 'read-aloud', 'sign-language', 'drive'] as const
export const availabilityCodes = ['weekday', 'evening', 'weekend'] as const
export const skillName = (code: string) => skills[code]?.() ?? code
export const availabilityName = (code: string) => availability[code]?.() ?? code
export const missionStateName = (code: string) => missionStates[code]?.() ?? code
export const answerName = (code: string) => answers[code]?.() ?? code
