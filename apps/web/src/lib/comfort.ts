/** Reading comfort: chosen on /confort, kept in one cookie, written on <html> by the server. Needs no account and no script. */
export const themes = ['auto', 'clair', 'sombre', 'contraste'] as const
/** 100, 125, 150 and 200 % of what the browser is set to. */
export const textSizes = ['normale', 'grande', 'tres-grande', 'double'] as const
export const motions = ['auto', 'reduite'] as const
/** The words: the usual ones, or those of the simple version, in French. */
export const versions = ['complete', 'simple'] as const

export interface Comfort {
  theme: typeof themes[number]
  text: typeof textSizes[number]
  motion: typeof motions[number]
  version: typeof versions[number]
}

export const comfortCookie = 'parvis_confort'
export const communeCookie = 'parvis_commune'

export const versionOf = (version: unknown) => versions.find(known => known === version)

/** What is known of these words; whatever is not a known choice becomes the default one. */
export const comfortOf = (theme: unknown, text: unknown, motion: unknown, version: unknown): Comfort => ({
  theme: themes.find(known => known === theme) ?? 'auto',
  text: textSizes.find(known => known === text) ?? 'normale',
  motion: motions.find(known => known === motion) ?? 'auto',
  version: versionOf(version) ?? 'complete',
})

/** Reads "theme.text.motion.version"; the cookies of before had less. */
export function readComfort(value: string | undefined): Comfort {
  const [theme, text, motion, version] = (value ?? '').split('.')
  return comfortOf(theme, text, motion, version)
}

export const writeComfort = ({ theme, text, motion, version }: Comfort) => `${theme}.${text}.${motion}.${version}`
