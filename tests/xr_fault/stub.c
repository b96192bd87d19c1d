/* What the OpenXR loader loads: it hands the negotiation on to a function set from Python. */
typedef int (*negotiate_t)(const void *, void *);
static negotiate_t negotiate;

__attribute__((visibility("default"))) void set_negotiate(negotiate_t function) {
    negotiate = function;
}

__attribute__((visibility("default"))) int xrNegotiateLoaderRuntimeInterface(
    const void *loader, void *request) {
    return negotiate ? negotiate(loader, request) : -6; /* XR_ERROR_INITIALIZATION_FAILED */
}
