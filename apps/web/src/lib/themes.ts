import { m } from '@parvis/texts'

/** The themes of the API (`GET /api/themes`), in the order people read them. */
export const themes = ['environment', 'mobility', 'public-space', 'housing', 'energy', 'health', 'solidarity', 'education', 'culture', 'sport', 'economy', 'digital', 'democracy', 'budget', 'other'] as const
type Theme = (typeof themes)[number]

const names: Record<Theme, () => string> = {
  environment: m.theme_environment, mobility: m.theme_mobility, 'public-space': m.theme_public_space, housing: m.theme_housing, energy: m.theme_energy,
  health: m.theme_health, solidarity: m.theme_solidarity, education: m.theme_education, culture: m.theme_culture, sport: m.theme_sport,
  economy: m.theme_economy, digital: m.theme_digital, democracy: m.theme_democracy, budget: m.theme_budget, other: m.theme_other,
}

export const themeName = (theme: string) => (names[theme as Theme] ?? names.other)()
export const themeChoices = () => themes.map(value => ({ value, label: themeName(value) }))
