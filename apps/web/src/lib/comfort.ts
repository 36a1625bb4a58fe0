/** Reading comfort: chosen on /confort, kept in one cookie, written on <html> by the server. Needs no script. */
export const themes = ['auto', 'clair', 'sombre', 'contraste'] as const
export const textSizes = ['normale', 'grande', 'tres-grande'] as const

export interface Comfort {
  theme: typeof themes[number]
  text: typeof textSizes[number]
}

export const comfortCookie = 'parvis_confort'
export const communeCookie = 'parvis_commune'

/** Reads "theme.text"; whatever is not a known choice becomes the default one. */
export function readComfort(value: string | undefined): Comfort {
  const [theme, text] = (value ?? '').split('.')
  return {
    theme: themes.find(known => known === theme) ?? 'auto',
    text: textSizes.find(known => known === text) ?? 'normale',
  }
}

export const writeComfort = (comfort: Comfort) => `${comfort.theme}.${comfort.text}`
