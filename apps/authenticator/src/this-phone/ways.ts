/** Where the sign-in page of this phone's own browser enters. */
const entryPath = "/this-phone";

/** The ways that the page itself goes, in a real browser. */
export function waysOf(window: Window) {
  const { document, location, history } = window;
  return {
    atEntry: location.pathname === entryPath,
    sendForm: (address: string, secret: string) => {
      const form = document.createElement("form");
      form.method = "post";
      form.action = address;
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "secret";
      field.value = secret;
      form.append(field);
      document.body.append(form);
      form.submit();
    },
    openAddress: (address: string) => location.assign(address),
    openEntry: () => location.replace(entryPath),
    leaveEntry: () => history.back(),
    /** The page came as the answer to a form: opened again it must not send the spent form again. */
    forgetForm: () => history.replaceState(history.state, "", location.pathname),
  };
}
