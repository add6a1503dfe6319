// What the builder resolves and the type checker cannot: the address of a built worker, and styles.
declare module "*?worker&url" {
  const address: string;
  export default address;
}
declare module "*.css";
declare module "@aval/design/aval.css";
