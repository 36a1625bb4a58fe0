import { m } from './compiled/messages'

const LANGUAGES = ['fr', 'en', 'nl'] as const

/** A page of the site, or a part of one, in one language: what the search knows of it. */
export interface PageText {
  /** Without its language: `/aide#papier`. */
  path: string
  locale: typeof LANGUAGES[number]
  title: string
  body: string
}

/** Where each stands, the key of its title, and how the keys of its sentences begin. apps/web/e2e tries every address. */
const PAGES: readonly [path: string, title: string, ...sentences: string[]][] = [
  ['/aide#en-ligne', 'help_online_title', 'help_online_'],
  ['/aide#accompagne', 'help_assisted_title', 'help_assisted_'],
  ['/aide#papier', 'help_paper_title', 'help_paper_'],
  ['/aide#telephone', 'help_phone_title', 'help_phone_'],
  ['/aide#recepisse', 'help_receipt_title', 'help_receipt_'],
  ['/aide#changer', 'help_change_title', 'help_change_'],
  ['/aide#une-fois', 'help_once_title', 'help_once_'],
  ['/aide#compte', 'help_account_title', 'help_account_'],
  ['/aide/rappel', 'callback_title', 'callback_lead', 'callback_rules_'],
  ['/aide', 'help_title', 'help_lead'],
  ['/accessibilite', 'help_a11y_here', 'help_a11y_'],
  ['/mentions', 'help_legal_title', 'help_legal_'],
  ['/confidentialite', 'help_privacy_title', 'help_privacy_'],
  ['/confort', 'help_comfort_page_title', 'help_comfort_'],
  ['/donnees', 'help_data_title', 'help_data_'],
  ['/centres', 'centres_title', 'centres_lead', 'centres_what_'],
  ['/rendez-vous', 'appointments_code_title', 'appointments_code_lead', 'appointments_code_keep'],
  ['/recu', 'results_receipt_title', 'results_receipt_lead', 'results_receipt_lost_'],
  ['/charte', 'charter_title', 'charter_lead'],
  ['/rencontres', 'meetings_title', 'meetings_lead'],
  ['/rencontres/inscription', 'meetings_code_page', 'meetings_code_lead', 'meetings_code_keep'],
  ['/consultations', 'consultations_title', 'consultations_lead'],
  ['/inscription', 'account_register_title', 'account_register_lead', 'account_register_who_'],
  ['/connexion', 'account_sign_in_title', 'account_sign_in_lead'],
  ['/mot-de-passe', 'account_reset_title', 'account_reset_lead'],
]

type Message = (inputs: object, options: { locale: PageText['locale'] }) => string

/** Every page in every language, in the words of the catalogue; what a sentence leaves open (a date, a count) is left open. */
export function pageTexts(): PageText[] {
  const messages = m as unknown as Record<string, Message>
  const open = new Proxy({}, { get: () => '…' })
  return LANGUAGES.flatMap((locale) => PAGES.map(([path, title, ...sentences]) => {
    const say = (key: string): string => {
      const message = messages[key]
      if (!message) throw new Error(`The catalogue has no sentence ${key}`)
      return message(open, { locale })
    }
    const keys = sentences.flatMap((start) => {
      const found = Object.keys(messages).filter((key) => key.startsWith(start) && key !== title)
      if (found.length === 0) throw new Error(`The catalogue has no sentence that begins with ${start}`)
      return found
    })
    return { path, locale, title: say(title), body: keys.map(say).join('\n') }
  }))
}
