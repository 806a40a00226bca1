// A font that is imported is the address at which it is served.
declare module "*.woff2" {
  const address: string;
  // biome-ignore lint/style/noDefaultExport: it is how the bundler hands it out.
  export default address;
}
