/** What consultations and proposals are about. Their French names stand in the catalogue of texts, `theme_<code>`. */
export const THEMES = [
  'environment', 'mobility', 'public-space', 'housing', 'energy', 'health', 'solidarity', 'education', 'culture', 'sport', 'economy', 'digital', 'democracy', 'budget', 'other',
] as const
export type Theme = (typeof THEMES)[number]
