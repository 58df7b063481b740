package io.github.wecomlogin.app;

/**
 * Addresses of the simulator, where one is used. A bean of the demo only.
 *
 * @param api the address of the simulated API
 * @param company the page on which employees leave and return
 */
record SimulatorUrls(String api, String company) {

}
