/** Version of the platform: the one of package.json, which a build does not carry. A test compares them. */
export const VERSION = '0.1.0'
