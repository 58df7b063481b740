// An offline build tries this only where Spring Boot 3 has been fetched before
def version = (new File(basedir, 'pom.xml').text =~ /<spring-boot.version>(.+)<\/spring-boot.version>/)[0][1]
def fetched = new File(userLocalRepository, "org/springframework/boot/spring-boot-starter-web/${version}/spring-boot-starter-web-${version}.pom")
return mode != 'offline true' || fetched.exists()
