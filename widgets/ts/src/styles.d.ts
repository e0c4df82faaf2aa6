declare module "*.css";
declare module "*.css?inline" {
  const css: string;
  export default css;
}
declare module "*.css?sheet" {
  const css: string;
  export default css;
}
declare module "virtual:versions" {
  const versions: Record<string, string>;
  export default versions;
}
