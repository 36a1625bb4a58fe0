/** The page itself, without the form of it that was sent. */
export const pageAt = (path: string) => path.replace(/([?&])\/[^&#]*&?/, '$1').replace(/[?&]$/, '')
