import { m } from '@parvis/texts'

/** Addresses of the pages of the training, in their order, with their words. */
export const modules = [
  { slug: 'neutralite', title: m.training_neutrality_title, lead: m.training_neutrality_lead, body: m.training_neutrality_body },
  { slug: 'secret', title: m.training_secrecy_title, lead: m.training_secrecy_lead, body: m.training_secrecy_body },
  { slug: 'mandat', title: m.training_mandate_title, lead: m.training_mandate_lead, body: m.training_mandate_body },
  { slug: 'hygiene-informatique', title: m.training_hygiene_title, lead: m.training_hygiene_lead, body: m.training_hygiene_body },
] as const
