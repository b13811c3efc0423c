// Modules that bring no types of their own.
declare module "worker-text" {
  const text: string;
  export default text;
}
